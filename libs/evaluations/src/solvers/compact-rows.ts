import type { Rows } from './linear-solution';

/** A direction with less than this share of the length of its row is rounding. */
const ROUNDING = 1e-6;

/**
 * The same rows in an orthonormal basis of the space that they span: as many features as rows instead of more. Lengths and
 * angles are kept, so a penalised linear head makes the same errors on these rows; it is found faster. Rows with no more
 * features than rows are returned as they are.
 */
export function compactRows(rows: Rows): Rows {
  const { count, features, values } = rows;
  if (features <= count) return rows;
  const basis: Float64Array[] = [];
  for (let row = 0; row < count; row++) {
    const rest = Float64Array.from(values.subarray(row * features, (row + 1) * features));
    const length = Math.sqrt(dot(rest, rest));
    // Twice, because one pass of Gram–Schmidt leaves rounding in the directions that are already there.
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) addScaled(rest, direction, -dot(rest, direction));
    }
    const size = Math.sqrt(dot(rest, rest));
    if (size > ROUNDING * length) basis.push(rest.map((value) => value / size));
  }
  const compact = new Float32Array(count * basis.length);
  for (let row = 0, at = 0; row < count; row++) {
    const own = values.subarray(row * features, (row + 1) * features);
    for (const direction of basis) compact[at++] = dot(own, direction);
  }
  return { count, features: basis.length, values: compact };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};

const addScaled = (into: Float64Array, other: Float64Array, scale: number): void => {
  for (let at = 0; at < into.length; at++) into[at]! += scale * other[at]!;
};
