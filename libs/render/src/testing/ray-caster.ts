import type { Mesh, Vec } from '../geometry';
import { cross, dot, subtract } from '../geometry/vector';
import type { Placement } from '../raster/projection';
import { CAMERA } from '../scene/camera';

/** What the camera sees through one point of the image, found the slow way. */
export interface Hit {
  /** 1 + number of the nearest triangle, 0 for none; its distance along the view axis. */
  id: number;
  depth: number;
  point: Vec;
  /** Unit normal of the flat triangle. */
  normal: Vec;
  /** How far the answer is from being another one: small on edges and where two surfaces meet. */
  margin: number;
}

/** The corners of every triangle in the world. */
export function worldTriangles(
  { positions, triangles }: Mesh,
  { rotation: r, warp, position }: Placement,
): Vec[][] {
  const world = (index: number): Vec => {
    const p = [0, 1, 2].map((k) => positions[index * 3 + k]! * warp[k]!);
    return [0, 3, 6].map(
      (row, axis) => r[row]! * p[0]! + r[row + 1]! * p[1]! + r[row + 2]! * p[2]! + position[axis]!,
    ) as unknown as Vec;
  };
  const count = triangles.length / 3;
  return Array.from({ length: count }, (_, at) =>
    [0, 1, 2].map((k) => world(triangles[at * 3 + k]!)),
  );
}

/** The ray through (x, y), each −1 … 1 from left to right and from bottom to top, of length 1 along the view axis. */
const rayThrough = (x: number, y: number): Vec =>
  [0, 1, 2].map(
    (k) =>
      CAMERA.forward[k]! +
      (x / CAMERA.focal) * CAMERA.right[k]! +
      (y / CAMERA.focal) * CAMERA.up[k]!,
  ) as unknown as Vec;

/** Tries every triangle that faces the camera; what is nearer than `near` is not there. */
export function castRay(all: readonly Vec[][], x: number, y: number, near = 0): Hit {
  const ray = rayThrough(x, y);
  const along = (depth: number) =>
    CAMERA.origin.map((value, k) => value + ray[k]! * depth) as unknown as Vec;
  let nearest: Hit = { id: 0, depth: Infinity, point: [0, 0, 0], normal: [0, 0, 0], margin: 0 };
  let margin = Infinity;
  all.forEach(([a, b, c], at) => {
    const normal = cross(subtract(b!, a!), subtract(c!, a!));
    const slope = dot(normal, ray);
    if (slope >= 0) return;
    const depth = dot(subtract(a!, CAMERA.origin), normal) / slope;
    const point = along(depth);
    const area = dot(normal, normal);
    const shares = [
      [b, c],
      [c, a],
      [a, b],
    ].map(([p, q]) => dot(cross(subtract(p!, point), subtract(q!, point)), normal) / area);
    const inside = Math.min(...shares);
    margin = Math.min(margin, Math.abs(inside));
    if (inside < 0) return;
    margin = Math.min(margin, Math.abs(depth - near));
    if (depth < near) return;
    margin = Math.min(margin, Math.abs(depth - nearest.depth));
    if (depth >= nearest.depth) return;
    const length = Math.sqrt(area);
    nearest = {
      id: at + 1,
      depth,
      point,
      normal: normal.map((value) => value / length) as unknown as Vec,
      margin: 0,
    };
  });
  return { ...nearest, margin };
}
