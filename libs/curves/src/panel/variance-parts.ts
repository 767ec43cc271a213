import type { CellShift } from '../images/image-shifts';
import { logLinearInverse } from '../inverse';
import { isotonic } from '../isotonic';
import { countsOf, mean } from '../ladder';
import type { Cell, Ladder } from '../ladder';
import { varianceAt } from '../pooled-variance';
import { BEND } from './bent-inverse';
import { networkShare } from './networks';
import { keyOf, ladderOfRuns } from './panel';
import type { Panel, PanelArm } from './panel';
import { designIn } from './spread';
import type { PanelSpread } from './spread';

/** What the variance of λ at one budget consists of, in squared doublings, by the delta method. */
export interface VarianceParts {
  /** log2 n̂. */
  labels: number;
  /** Of the scratch budgets that n̂ is read between: one or two. */
  scratch: { n: number; runs: number; part: number }[];
  /** Of the finetuned runs at the budget. */
  finetuned: { n: number; runs: number; part: number };
  /** Of the variance between networks, where it is told apart; only another network makes it smaller. */
  network: number;
  /** Of the choice of test images, where runs kept their answers; only more test images make it smaller. */
  images: number;
  /** Of what the curve may do between the two budgets. */
  bend: number;
}

/** Knots closer to n̂ than this share of a segment are where it is read. */
const AT_KNOT = 1e-9;

/**
 * The parts of the variance of λ of an arm at its budget n. The slope of the curve counts as at least half of its mean slope over
 * the segment and its neighbours, because runs that the monotone fit pooled hide it. Null where n̂ lies outside the
 * ladder, where the curve does not rise around it, or where nothing ran twice.
 */
export function varianceParts(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  n: number,
): VarianceParts | null {
  const scratch = ladderOfRuns(panel.scratch);
  const cell = ladderOfRuns(arm.runs).find((candidate) => candidate.n === n);
  const design = designIn(spread, arm);
  const variance = { scratch: spread.scratch, finetuned: spread.finetuned[design] };
  if (!cell || !variance.scratch || !variance.finetuned) return null;
  const position = positionOf(scratch, cell);
  if (position === null) return null;
  const { labels, weights, slope, bend } = position;
  const inDoublings = (squares: number) => squares / slope ** 2;
  const between = design === 'nested' ? (spread.network?.variance ?? 0) : 0;
  const share = networkShare(arm.runs.filter((run) => run.n === n));
  return {
    labels,
    scratch: weights.map(({ at, weight }) => {
      const { n: budget, values } = scratch[at]!;
      const squares = (weight ** 2 * varianceAt(variance.scratch!, budget)) / values.length;
      return { n: budget, runs: values.length, part: inDoublings(squares) };
    }),
    finetuned: {
      ...{ n, runs: cell.values.length },
      part: inDoublings(varianceAt(variance.finetuned, n) / cell.values.length),
    },
    network: inDoublings(between * share),
    images: inDoublings(
      spread.images
        ? differenceVariance(
            shiftAt(spread.images.arms[keyOf(arm)], n),
            weights.map(({ at, weight }) => ({
              weight,
              shift: shiftAt(spread.images!.scratch, scratch[at]!.n),
            })),
          )
        : 0,
    ),
    bend,
  };
}

/** The variance of λ. */
export const totalOf = ({ scratch, finetuned, network, images, bend }: VarianceParts): number =>
  scratch.reduce((sum, { part }) => sum + part, finetuned.part + network + images + bend);

const shiftAt = (shifts: readonly CellShift[] | undefined, n: number): readonly number[] =>
  shifts?.find((cell) => cell.n === n)?.loadings ?? [];

/** The variance of the move of a mean less those of others by their weights, with the same test images for all. */
function differenceVariance(
  shift: readonly number[],
  others: readonly { weight: number; shift: readonly number[] }[],
): number {
  return shift.reduce((sum, loading, at) => {
    const below = others.reduce((total, other) => total + other.weight * other.shift[at]!, 0);
    return sum + (loading - below) ** 2;
  }, 0);
}

interface Position {
  labels: number;
  /** How much the error of a budget's mean moves the curve at n̂. */
  weights: { at: number; weight: number }[];
  /** Of the curve at n̂, in units of the metric per doubling; above 0. */
  slope: number;
  bend: number;
}

function positionOf(scratch: Ladder, { n, values }: Cell): Position | null {
  const curve = {
    n: scratch.map((cell) => cell.n),
    value: isotonic(
      scratch.map((cell) => mean(cell.values)),
      countsOf(scratch),
    ),
  };
  const { low, high, status } = logLinearInverse(curve, mean(values));
  if (status !== 'exact') return null;
  const labels = Math.log2(Math.min(high, Math.max(low, n)));
  const knots = curve.n.map(Math.log2);
  const right = Math.max(
    1,
    knots.findIndex((knot) => knot >= labels - AT_KNOT),
  );
  if (right >= knots.length) return null;
  const width = knots[right]! - knots[right - 1]!;
  const share = (labels - knots[right - 1]!) / width;
  const slope = slopeAround(knots, curve.value, right);
  if (!(slope > 0)) return null;
  const weights = [
    { at: right - 1, weight: 1 - share },
    { at: right, weight: share },
  ].filter(({ weight }) => weight > AT_KNOT);
  return { labels, weights, slope, bend: bendPart(share, width) };
}

/** The slope of the segment that ends at `right`, or half the mean slope over it and its neighbours where that is larger. */
function slopeAround(knots: readonly number[], value: readonly number[], right: number): number {
  const [first, last] = [Math.max(0, right - 2), Math.min(knots.length - 1, right + 1)];
  const slope = (from: number, to: number) =>
    (value[to]! - value[from]!) / (knots[to]! - knots[from]!);
  return Math.max(slope(right - 1, right), slope(first, last) / 2);
}

/** The squared effect of a bend on a point at `share` of a segment of `width` doublings: d(x^γ)/dγ = x log x at γ = 1. */
export const bendPart = (share: number, width: number): number =>
  share > AT_KNOT && share < 1 - AT_KNOT ? (BEND * share * Math.log(share) * width) ** 2 : 0;
