import { stream } from '@nhat/random';
import type { Mesh } from '../geometry';
import { modelCollection } from '../renderer';
import { CAMERA } from '../scene/camera';
import { drawRotation, fromEuler } from '../scene/rotation';
import type { Placement } from './projection';
import { Projected, project, viewMatrix } from './projection';
import { castRay, worldTriangles } from '../testing/ray-caster';
import { createSamples, rasterise } from './rasterise';

const SIZE = 48;
const HERE: Placement = { rotation: fromEuler(0, 0, 0), warp: [1, 1, 1], position: [0, 0, 0] };

function draw(mesh: Mesh, placement: Placement) {
  const samples = createSamples(SIZE);
  const projected = new Projected();
  project(mesh, viewMatrix(placement, CAMERA), CAMERA.focal, SIZE, projected);
  rasterise(mesh, projected, samples, 0);
  return samples;
}

function compare(mesh: Mesh, placement: Placement): number {
  const samples = draw(mesh, placement);
  const world = worldTriangles(mesh, placement);
  let [compared, wrong, farthest] = [0, 0, 0];
  for (let cell = 0; cell < SIZE * SIZE; cell++) {
    const [column, row] = [cell % SIZE, Math.floor(cell / SIZE)];
    const { depth, id, margin } = castRay(
      world,
      (2 * column + 1) / SIZE - 1,
      1 - (2 * row + 1) / SIZE,
    );
    if (margin < 1e-6) continue;
    compared++;
    if (samples.triangle[cell] !== id) wrong++;
    const actual = samples.inverse[cell]!;
    farthest = Math.max(farthest, Math.abs(id === 0 ? actual : 1 / actual - depth));
  }
  expect(wrong).toBe(0);
  expect(farthest).toBeLessThan(1e-5);
  return compared;
}

function randomMesh(count: number, seed: number): Mesh {
  const random = stream(seed, 'soup');
  const positions = Float32Array.from({ length: count * 9 }, () => random.uniform(-0.6, 0.6));
  return {
    positions,
    normals: new Float32Array(count * 9),
    triangles: Uint16Array.from({ length: count * 3 }, (_, at) => at),
    surface: Uint16Array.from({ length: count }, (_, at) => at),
    surfaceCount: count,
    axis: new Uint8Array(count),
    radius: 1,
  };
}

describe('rasterise', () => {
  it.each([1, 2, 3])('finds what a ray caster finds in random triangles (seed %i)', (seed) => {
    expect(compare(randomMesh(60, seed), HERE)).toBeGreaterThan(SIZE * SIZE * 0.99);
  });

  it.each([0, 4])(
    'finds what a ray caster finds on a warped, turned model of class %i',
    (label) => {
      const mesh = modelCollection(1)(label, 0, 3);
      const rotation = drawRotation(stream(label, 'turn'), true);
      expect(
        compare(mesh, { rotation, warp: [1.1, 0.95, 0.95], position: [0, 0, 0] }),
      ).toBeGreaterThan(SIZE * SIZE * 0.9);
    },
  );

  it('gives every sample of a strip of triangles to exactly one of them', () => {
    const random = stream(9, 'strip');
    const projected = new Projected();
    const [columns, rows] = [9, 7];
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const edge = (k: number, last: number) => k === 0 || k === last;
        const shake = () => random.uniform(-2, 2);
        projected.x[at] = 3.5 + column * 5 + (edge(column, columns - 1) ? 0 : shake());
        projected.y[at] = 4.5 + row * 6 + (edge(row, rows - 1) ? 0 : shake());
        projected.inverse[at] = 1;
      }
    }
    const counted = new Uint8Array(SIZE * SIZE);
    for (let row = 0; row + 1 < rows; row++) {
      for (let column = 0; column + 1 < columns; column++) {
        const at = row * columns + column;
        for (const corners of [
          [at, at + columns, at + 1],
          [at + 1, at + columns, at + columns + 1],
        ]) {
          const samples = createSamples(SIZE);
          rasterise(
            { ...randomMesh(1, 1), triangles: Uint16Array.from(corners) },
            projected,
            samples,
            0,
          );
          samples.triangle.forEach((id, cell) => (counted[cell]! += id));
        }
      }
    }
    const inside = (cell: number) => {
      const [x, y] = [(cell % SIZE) + 0.5, Math.floor(cell / SIZE) + 0.5];
      return x >= 3.5 && x < 43.5 && y >= 4.5 && y < 40.5;
    };
    counted.forEach((count, cell) => expect(count).toBe(inside(cell) ? 1 : 0));
  });
});
