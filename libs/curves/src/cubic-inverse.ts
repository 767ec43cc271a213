import type { Curve } from './curve';
import { between, monotoneInverse, rise } from './inverse';
import type { Inverter } from './inverse';

/**
 * Inverse of a non-decreasing curve, drawn through its knots as a monotone cubic in (log n, value) (Fritsch & Butland
 * 1984, slopes by the weighted harmonic mean). Beside the straight line it is a second opinion on what the
 * curve does between two budgets, where nothing was measured.
 */
export const cubicInverse: Inverter = (curve, target) =>
  monotoneInverse(curve, target, (segment) => cubicSolution(curve, target, segment));

/** The label count between the knots segment − 1 and segment at which the cubic takes the target. */
export function cubicSolution(curve: Curve, target: number, segment: number): number {
  const secant = slope(curve, segment)!;
  const from = knotSlope(curve, segment - 1) / secant;
  const to = knotSlope(curve, segment) / secant;
  const start = curve.value[segment - 1]!;
  const height = rise(curve, segment);
  let low = 0;
  let high = 1;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (start + hermite(middle, from, to) * height < target) low = middle;
    else high = middle;
  }
  return between(curve, segment, (low + high) / 2);
}

/** Cubic from (0, 0) to (1, 1) with the slopes `from` and `to` at the ends, in units of the slope of the segment; monotone for slopes in [0, 3]. */
const hermite = (x: number, from: number, to: number): number =>
  x * (from + x * (3 - 2 * from - to + x * (from + to - 2)));

const width = ({ n }: Curve, segment: number): number => Math.log(n[segment]! / n[segment - 1]!);

function slope(curve: Curve, segment: number): number | undefined {
  if (segment < 1 || segment >= curve.n.length) return undefined;
  return rise(curve, segment) / width(curve, segment);
}

function knotSlope(curve: Curve, knot: number): number {
  const left = slope(curve, knot);
  const right = slope(curve, knot + 1);
  if (left === undefined) return outerSlope(curve, knot + 1, knot + 2);
  if (right === undefined) return outerSlope(curve, knot, knot - 1);
  if (left <= 0 || right <= 0) return 0;
  const [before, after] = [width(curve, knot), width(curve, knot + 1)];
  const [leftWeight, rightWeight] = [2 * after + before, after + 2 * before];
  return (leftWeight + rightWeight) / (leftWeight / left + rightWeight / right);
}

/** Slope at a free end: the parabola through three knots, kept in [0, 3 × the segment's slope]. */
function outerSlope(curve: Curve, segment: number, next: number): number {
  const secant = slope(curve, segment)!;
  const other = slope(curve, next);
  if (other === undefined) return secant;
  const [here, there] = [width(curve, segment), width(curve, next)];
  const parabola = ((2 * here + there) * secant - here * other) / (here + there);
  return Math.min(3 * secant, Math.max(0, parabola));
}
