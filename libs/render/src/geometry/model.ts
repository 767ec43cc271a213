import type { Stream } from '@nhat/random';
import type { Shape } from '../shapes/shape';
import type { Mesh } from './mesh';
import { MeshBuilder } from './mesh-builder';
import type { Vec } from './vector';

/** Largest side of a model's bounding box: 0.7 × 0.8 (paper code, `random_scaling` 0). */
export const MODEL_EXTENT = 0.56;

/**
 * One 'CAD model': a random draw of a shape, stretched by up to ±10 % along each axis, centred by its bounding
 * box and scaled to `MODEL_EXTENT`. Its axes are ShapeNet's: y up, front along −z.
 */
export function model(shape: Shape, random: Stream): Mesh {
  const builder = new MeshBuilder();
  shape(builder, random.fork('shape'));
  const mesh = builder.build();
  const stretch = random.fork('stretch');
  turn(mesh, [stretch.uniform(0.9, 1.1), stretch.uniform(0.9, 1.1), stretch.uniform(0.9, 1.1)]);
  fit(mesh.positions);
  mesh.axis.set(projectionAxes(mesh));
  mesh.radius = farthest(mesh.positions);
  return mesh;
}

/** Shape axes (x forward, y left, z up), stretched, to model axes (y up, front −z). */
function turn({ positions, normals }: Mesh, [sx, sy, sz]: Vec): void {
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y, z] = [positions[at]! * sx, positions[at + 1]! * sy, positions[at + 2]! * sz];
    positions.set([-y, z, -x], at);
    const [nx, ny, nz] = [normals[at]! / sx, normals[at + 1]! / sy, normals[at + 2]! / sz];
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    normals.set([-ny / length, nz / length, -nx / length], at);
  }
}

function fit(positions: Float32Array): void {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at++) {
    low[at % 3] = Math.min(low[at % 3]!, positions[at]!);
    high[at % 3] = Math.max(high[at % 3]!, positions[at]!);
  }
  const sides = high.map((value, axis) => value - low[axis]!);
  const scale = MODEL_EXTENT / Math.max(...sides);
  for (let at = 0; at < positions.length; at++) {
    const axis = at % 3;
    positions[at] = (positions[at]! - (low[axis]! + high[axis]!) / 2) * scale;
  }
}

function farthest(positions: Float32Array): number {
  let square = 0;
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
    square = Math.max(square, x * x + y * y + z * z);
  }
  return Math.sqrt(square);
}

/** Cube projection: each triangle is looked at along the axis that its normal is nearest to. */
function projectionAxes({ positions: p, triangles }: Mesh): Uint8Array {
  const axes = new Uint8Array(triangles.length / 3);
  for (let triangle = 0; triangle < axes.length; triangle++) {
    const a = triangles[triangle * 3]! * 3;
    const b = triangles[triangle * 3 + 1]! * 3;
    const c = triangles[triangle * 3 + 2]! * 3;
    const [bx, by, bz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
    const [cx, cy, cz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
    const x = Math.abs(by * cz - bz * cy);
    const y = Math.abs(bz * cx - bx * cz);
    const z = Math.abs(bx * cy - by * cx);
    axes[triangle] = x >= y && x >= z ? 0 : y >= z ? 1 : 2;
  }
  return axes;
}
