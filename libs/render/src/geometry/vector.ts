/** A point or direction, `[x, y, z]`. */
export type Vec = readonly [number, number, number];

/** Lower and upper bound, or a pair of coordinates. */
export type Pair = readonly [number, number];

export const add = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

export const subtract = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

export const scale = (a: Vec, factor: number): Vec => [a[0] * factor, a[1] * factor, a[2] * factor];

export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vec, b: Vec): Vec => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Point at `share` of the way from `a` to `b`. */
export const between = (a: Vec, b: Vec, share: number): Vec => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** `a` at length 1; straight up for the zero vector. */
export function unit(a: Vec): Vec {
  const length = Math.sqrt(dot(a, a));
  return length > 0 ? scale(a, 1 / length) : [0, 0, 1];
}

/** A unit vector at right angles to the unit vector `axis`. */
export const perpendicular = (axis: Vec): Vec =>
  unit(cross(axis, Math.abs(axis[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]));
