import { cubicInverse } from '../cubic-inverse';
import type { Curve } from '../curve';
import { logLinearInverse } from '../inverse';
import type { Inverse, Status } from '../inverse';

/** The logarithms (base 2) of the label counts at which a curve may take a target. */
export interface LogLabels {
  low: number;
  /** At least `low`. Outside the ladder one of the two is its edge, and the other lies beyond. */
  high: number;
  status: Status;
}

/**
 * Standard deviation of log γ, where a share x of a segment becomes x^γ: how far a learning curve may bend between two
 * budgets where nobody measured it. 0.2 repairs the coverage of smooth curves with budgets four times apart.
 */
export const BEND = 0.2;

/** Doublings that a target outside the ladder may lie beyond it at most. */
const FARTHEST = 2;
/** A target beyond the ladder lies beyond its edge by more than nothing. */
const BEYOND = 1e-9;

/**
 * Inverse of a non-decreasing curve whose segments are bent: `bends[i]` is the exponent γ of the segment that ends at knot i
 * + 1. `shape` says what a curve does between its knots before that. Outside the ladder the near end is the edge. The far end
 * follows the outermost segment at half its slope, for at most two doublings, because learning curves saturate.
 */
export function bentInverse(
  curve: Curve,
  target: number,
  bends: ArrayLike<number>,
  shape: 'linear' | 'cubic',
): LogLabels {
  const inverse = (shape === 'linear' ? logLinearInverse : cubicInverse)(curve, target);
  if (inverse.status === 'censored-high') {
    const edge = Math.log2(inverse.high) + BEYOND;
    const end = curve.n.length - 1;
    return { low: edge, high: edge + beyond(curve, end, target), status: inverse.status };
  }
  if (inverse.status === 'censored-low') {
    const edge = Math.log2(inverse.low) - BEYOND;
    return { low: edge - beyond(curve, 1, target), high: edge, status: inverse.status };
  }
  return { ...bent(curve, inverse, bends), status: 'exact' };
}

/** A point inside a segment moves to where the bent segment takes the target; knots, and stretches between knots, stay. */
function bent({ n }: Curve, { low, high }: Inverse, bends: ArrayLike<number>) {
  const at = n.findIndex((knot) => knot >= low);
  if (low !== high || n[at] === low) return { low: Math.log2(low), high: Math.log2(high) };
  const from = Math.log2(n[at - 1]!);
  const width = Math.log2(n[at]!) - from;
  const share = (Math.log2(low) - from) / width;
  const moved = from + width * share ** bends[at - 1]!;
  return { low: moved, high: moved };
}

/** How far beyond the ladder a target may lie, along the segment that ends at `knot` at half its slope. */
function beyond({ n, value }: Curve, knot: number, target: number): number {
  if (n.length === 1) return FARTHEST;
  const excess = Math.max(target - value.at(-1)!, value[0]! - target);
  const slope = (value[knot]! - value[knot - 1]!) / Math.log2(n[knot]! / n[knot - 1]!);
  return slope > 0 ? Math.min(FARTHEST, (2 * excess) / slope) : FARTHEST;
}
