import { cubicSolution } from '../cubic-inverse';
import type { Curve } from '../curve';
import { linearSolution } from '../inverse';
import type { Status } from '../inverse';

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

/** What a curve does between its knots before its segments are bent. */
export type Shape = 'linear' | 'cubic';

/**
 * Inverse of a non-decreasing curve whose segments are bent: `bends[i]` is the exponent γ of the segment that ends at knot i
 * + 1. Outside the ladder the near end is the edge. The far end follows the outermost segment at half its slope, for at most two
 * doublings, because learning curves saturate.
 */
export function bentInverse(
  curve: Curve,
  target: number,
  bends: ArrayLike<number>,
  shape: Shape,
): LogLabels {
  const { low, high, status } = new BentReader(curve.n).read(curve, target, bends, shape);
  return { low, high, status };
}

/** Inverses of many curves with the same budgets, without an object for each: the result of the last `read` is in the fields. */
export class BentReader implements LogLabels {
  low = NaN;
  high = NaN;
  status: Status = 'exact';
  private readonly logs: Float64Array;

  constructor(budgets: readonly number[]) {
    this.logs = Float64Array.from(budgets, Math.log2);
  }

  /** As `bentInverse`; the curve has the budgets of the reader. */
  read(curve: Curve, target: number, bends: ArrayLike<number>, shape: Shape): this {
    const { value } = curve;
    const end = value.length - 1;
    if (target > value[end]!) {
      const edge = this.logs[end]! + BEYOND;
      return this.set(edge, edge + beyond(curve, end, target), 'censored-high');
    }
    if (target < value[0]!) {
      const edge = this.logs[0]! - BEYOND;
      return this.set(edge - beyond(curve, 1, target), edge, 'censored-low');
    }
    let at = 0;
    while (value[at]! < target) at++;
    if (value[at] === target) {
      return this.set(this.logs[at]!, this.logs[value.lastIndexOf(target)]!, 'exact');
    }
    const solve = shape === 'linear' ? linearSolution : cubicSolution;
    const labels = this.bent(curve, solve(curve, target, at), bends);
    return this.set(labels, labels, 'exact');
  }

  /** A point inside a segment moves to where the bent segment takes the target; knots stay. */
  private bent({ n }: Curve, labels: number, bends: ArrayLike<number>): number {
    let at = 1;
    while (at < n.length - 1 && n[at]! < labels) at++;
    if (n[at] === labels) return this.logs[at]!;
    const from = this.logs[at - 1]!;
    const width = this.logs[at]! - from;
    const share = (Math.log2(labels) - from) / width;
    return from + width * share ** bends[at - 1]!;
  }

  private set(low: number, high: number, status: Status): this {
    this.low = low;
    this.high = high;
    this.status = status;
    return this;
  }
}

/** How far beyond the ladder a target may lie, along the segment that ends at `knot` at half its slope. */
function beyond({ n, value }: Curve, knot: number, target: number): number {
  if (n.length === 1) return FARTHEST;
  const excess = Math.max(target - value.at(-1)!, value[0]! - target);
  const slope = (value[knot]! - value[knot - 1]!) / Math.log2(n[knot]! / n[knot - 1]!);
  return slope > 0 ? Math.min(FARTHEST, (2 * excess) / slope) : FARTHEST;
}
