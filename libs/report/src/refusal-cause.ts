import type { CurvePoint } from '@nhat/curves';
import { pointsAtChance } from './chance';
import { unfittedPoints } from './fitted';
import type { ReportCell } from './fitted';
import { metricText, worst } from './metric';
import { count, list } from './number-format';
import { REASONS, UNFITTED_HEADS } from './outcome';
import type { Outcome } from './outcome';
import type { Comparison, Panel } from './report';

/** Whether a comparison is of heads that are fitted without steps, on given features or on those of a frozen network: no longer training changes them. */
export const isOfHeads = ({ reads, origins }: Pick<Comparison, 'reads' | 'origins'>): boolean =>
  reads !== undefined ||
  (origins.length > 0 && origins.every(({ imagesSeen }) => imagesSeen === null));

/**
 * Why labels cannot be counted for an arm at these budgets, as a clause. Where its own networks are not the cause, scratch is, which is
 * named with its budgets: a head on features of images has no training of its own that could be too short.
 */
export function refusalText(
  panel: Panel,
  comparison: Pick<Comparison, 'curve' | 'reads' | 'origins'>,
  outcome: Outcome,
  budgets: readonly number[],
): string {
  if (outcome !== 'not fitted' && outcome !== 'at chance') return REASONS[outcome];
  const pointsOf = (one: Panel['scratch']) =>
    outcome === 'not fitted' ? unfittedPoints(one) : pointsAtChance(panel, one);
  const own = pointsOf(comparison.curve).filter(({ n }) => budgets.includes(n));
  const scratch = pointsOf(panel.scratch);
  const at = (points: readonly CurvePoint[]) => list(points.map(({ n }) => count(n)));
  const subject = isOfHeads(comparison) ? 'heads' : 'finetuned networks';
  const ofOwn =
    outcome === 'at chance'
      ? `${subject} at ${at(own)} labels are not clearly above chance${meanText(panel, own)}`
      : isOfHeads(comparison)
        ? UNFITTED_HEADS
        : `${subject} at ${at(own)} labels did not learn their own training images${reachedText(panel, own)}`;
  if (own.length === 0 && scratch.length === 0) return REASONS[outcome];
  if (scratch.length === 0 || own.length === budgets.length) return ofOwn;
  const where = `scratch at ${at(scratch)} labels`;
  const ofScratch =
    outcome === 'not fitted'
      ? `${where} did not learn its own training images${reachedText(panel, scratch)}`
      : `${where} is not clearly above chance${meanText(panel, scratch)}`;
  return own.length > 0 ? `${ofOwn}; ${ofScratch}` : ofScratch;
}

/** ` (down to 27 % in the mean, chance 25 %)`. */
function meanText(panel: Panel, points: readonly CurvePoint[]): string {
  if (panel.chance === null || points.length === 0) return '';
  const means = points.map(({ mean }) => mean);
  const ends = means.length > 1 ? (panel.scratch.higherIsBetter ? 'down to ' : 'up to ') : '';
  return ` (${ends}${metricText(panel, worst(panel, means))} in the mean, chance ${metricText(panel, panel.chance)})`;
}

/**
 * What rows that are not fitted rest on: `networks` that did not learn their own training images, `heads` whose fit ended before its
 * optimum, or both. A head whose own fit is in order rests on scratch, which is a network.
 */
export function unfittedKinds(refused: readonly ReportCell[]): {
  networks: boolean;
  heads: boolean;
} {
  const areHeads = refused.map(
    ({ comparison, point }) =>
      isOfHeads(comparison) && unfittedPoints(comparison.curve).some(({ n }) => n === point.n),
  );
  return { networks: areHeads.includes(false), heads: areHeads.includes(true) };
}

/**
 * ` (down to 62.0 %; learned from 90.0 % on)`: the worst score on its own training images, and which one counts as learned, where known; empty where it was
 * not measured.
 */
export function reachedText(panel: Panel, points: readonly CurvePoint[]): string {
  const trains = points.flatMap(({ runs }) => runs.flatMap(({ train }) => train ?? []));
  if (trains.length === 0) return '';
  const [toward, from] = panel.scratch.higherIsBetter ? ['down', 'from'] : ['up', 'up to'];
  const { fittedAt } = panel;
  const learned =
    fittedAt === undefined
      ? ''
      : panel.scratch.higherIsBetter
        ? `; learned ${from} ${metricText(panel, fittedAt)} on`
        : `; learned ${from} ${metricText(panel, fittedAt)}`;
  return ` (${toward} to ${metricText(panel, worst(panel, trains))}${learned})`;
}
