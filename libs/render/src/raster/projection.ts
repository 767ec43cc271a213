import type { Mesh, Vec } from '../geometry';
import type { View } from '../scene/camera';
import type { Rotation } from '../scene/rotation';

/** Where a mesh stands in the world: p ↦ R (warp · p) + position. */
export interface Placement {
  rotation: Rotation;
  warp: Vec;
  position: Vec;
}

/** Vertices as a view shows them: x and y in samples from the top left corner, and 1 / depth. */
export class Projected {
  x = new Float64Array(4096);
  y = new Float64Array(4096);
  inverse = new Float64Array(4096);
  /** Bounds in samples. */
  left = 0;
  right = 0;
  top = 0;
  bottom = 0;

  reserve(count: number): void {
    if (this.x.length >= count) return;
    this.x = new Float64Array(count * 2);
    this.y = new Float64Array(count * 2);
    this.inverse = new Float64Array(count * 2);
  }
}

/** Model space to the view's right, up and forward: 3 × 4, row-major. */
export function viewMatrix({ rotation, warp, position }: Placement, view: View): Float64Array {
  const matrix = new Float64Array(12);
  [view.right, view.up, view.forward].forEach((axis, row) => {
    for (let column = 0; column < 3; column++) {
      matrix[row * 4 + column] =
        (axis[0] * rotation[column]! +
          axis[1] * rotation[3 + column]! +
          axis[2] * rotation[6 + column]!) *
        warp[column]!;
    }
    for (let k = 0; k < 3; k++) matrix[row * 4 + 3]! += axis[k]! * (position[k]! - view.origin[k]!);
  });
  return matrix;
}

/** Projects every vertex onto a square of `size` × `size` samples. Nothing may lie behind the view. */
export function project(
  mesh: Mesh,
  matrix: Float64Array,
  focal: number,
  size: number,
  out: Projected,
): void {
  const { positions } = mesh;
  const count = positions.length / 3;
  out.reserve(count);
  const { x, y, inverse } = out;
  const [a, b, c, d, e, f, g, h, i, j, k, l] = [...matrix] as Row;
  const half = size / 2;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0, from = 0; at < count; at++, from += 3) {
    const px = positions[from]!;
    const py = positions[from + 1]!;
    const pz = positions[from + 2]!;
    const w = 1 / (i * px + j * py + k * pz + l);
    const sx = half + half * focal * (a * px + b * py + c * pz + d) * w;
    const sy = half - half * focal * (e * px + f * py + g * pz + h) * w;
    x[at] = sx;
    y[at] = sy;
    inverse[at] = w;
    if (sx < left) left = sx;
    if (sx > right) right = sx;
    if (sy < top) top = sy;
    if (sy > bottom) bottom = sy;
  }
  Object.assign(out, { left, right, top, bottom });
}

type Four = [number, number, number, number];
type Row = [...Four, ...Four, ...Four];
