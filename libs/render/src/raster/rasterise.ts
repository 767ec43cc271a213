import type { Mesh } from '../geometry';
import type { Projected } from './projection';

const { ceil, max, min } = Math;

/** A square grid of samples, each at the centre of its cell: what is nearest there. */
export interface Samples {
  size: number;
  /** `[size, size]`, 1 / depth of the nearest triangle, 0 where there is none. */
  inverse: Float32Array;
  /** `[size, size]`, 1 + number of the nearest triangle, 0 where there is none. */
  triangle: Uint16Array;
}

export const createSamples = (size: number): Samples => ({
  size,
  inverse: new Float32Array(size * size),
  triangle: new Uint16Array(size * size),
});

/**
 * Draws the faces that look at the viewer, numbered from `first` + 1. A sample on an edge that two triangles share
 * belongs to exactly one of them, because both compute the edge from its upper end.
 */
export function rasterise(mesh: Mesh, projected: Projected, samples: Samples, first: number): void {
  const { triangles } = mesh;
  const { x, y, inverse: w } = projected;
  const { size, inverse, triangle } = samples;
  const count = triangles.length / 3;
  for (let number = 0, at = 0; number < count; number++, at += 3) {
    let a = triangles[at]!;
    let b = triangles[at + 1]!;
    let c = triangles[at + 2]!;
    const area = (x[b]! - x[a]!) * (y[c]! - y[a]!) - (x[c]! - x[a]!) * (y[b]! - y[a]!);
    if (!(area < 0)) continue;
    const dx = ((w[b]! - w[a]!) * (y[c]! - y[a]!) - (w[c]! - w[a]!) * (y[b]! - y[a]!)) / area;
    const dy = ((w[c]! - w[a]!) * (x[b]! - x[a]!) - (w[b]! - w[a]!) * (x[c]! - x[a]!)) / area;
    let swap: number;
    if (y[b]! < y[a]!) {
      swap = a;
      a = b;
      b = swap;
    }
    if (y[c]! < y[b]!) {
      swap = b;
      b = c;
      c = swap;
    }
    if (y[b]! < y[a]!) {
      swap = a;
      a = b;
      b = swap;
    }
    const [xa, ya, xb, yb] = [x[a]!, y[a]!, x[b]!, y[b]!];
    const [xc, yc, wa] = [x[c]!, y[c]!, w[a]!];
    const firstRow = max(0, ceil(ya - 0.5));
    const endRow = min(size, ceil(yc - 0.5));
    if (firstRow >= endRow) continue;
    const long = (xc - xa) / (yc - ya);
    const upper = (xb - xa) / (yb - ya);
    const lower = (xc - xb) / (yc - yb);
    const id = first + number + 1;
    for (let row = firstRow; row < endRow; row++) {
      const middle = row + 0.5;
      let from = xa + (middle - ya) * long;
      let to = middle < yb ? xa + (middle - ya) * upper : xb + (middle - yb) * lower;
      if (from > to) {
        swap = from;
        from = to;
        to = swap;
      }
      const start = max(0, ceil(from - 0.5));
      const end = min(size, ceil(to - 0.5));
      let value = wa + dx * (start + 0.5 - xa) + dy * (middle - ya);
      const stop = row * size + end;
      for (let cell = row * size + start; cell < stop; cell++) {
        if (value > inverse[cell]!) {
          inverse[cell] = value;
          triangle[cell] = id;
        }
        value += dx;
      }
    }
  }
}
