import type { Vec } from './vector';
import { cross, dot, subtract } from './vector';

/**
 * Triangles (three corner numbers each, in the direction of the outline) that fill a flat outline without
 * self-intersections; it may be concave. `normal` is at right angles to it, either way.
 */
export function earClip(outline: readonly Vec[], normal: Vec): number[] {
  const turn = (a: number, b: number, c: number): number => {
    const [p, q, r] = [outline[a]!, outline[b]!, outline[c]!];
    return dot(cross(subtract(q, p), subtract(r, q)), normal);
  };
  let area = 0;
  for (let at = 1; at + 1 < outline.length; at++) {
    area += dot(
      cross(subtract(outline[at]!, outline[0]!), subtract(outline[at + 1]!, outline[0]!)),
      normal,
    );
  }
  const side = area >= 0 ? 1 : -1;
  const left = outline.map((_, at) => at);
  const triangles: number[] = [];
  while (left.length > 3) {
    const ear = findEar(left, (a, b, c) => turn(a, b, c) * side);
    triangles.push(left.at(ear - 1)!, left[ear]!, left[(ear + 1) % left.length]!);
    left.splice(ear, 1);
  }
  return [...triangles, ...left];
}

/** The first convex corner whose triangle contains no other corner; corner 0 when rounding leaves none. */
function findEar(
  left: readonly number[],
  turn: (a: number, b: number, c: number) => number,
): number {
  const ear = left.findIndex((corner, at) => {
    const before = left.at(at - 1)!;
    const after = left[(at + 1) % left.length]!;
    if (turn(before, corner, after) <= 0) return false;
    return left.every(
      (point) =>
        point === before ||
        point === corner ||
        point === after ||
        turn(before, corner, point) < 0 ||
        turn(corner, after, point) < 0 ||
        turn(after, before, point) < 0,
    );
  });
  return Math.max(ear, 0);
}
