import type { Budgets, LabelRange } from '@nhat/documents';

/** The first budget where there are labels enough. */
const FIRST = 25;
/** What each budget is of the largest one. */
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];

/**
 * Four budgets for training from scratch, each twice the one before, and all but the largest for finetuning. They begin with 25, or with
 * the number of classes where that is more; where there are fewer than eight times as many labels, the largest is the number of labels, by
 * its first two digits, and budgets below the number of classes are left out. Without two budgets that fit, or without a range, the
 * usual ones.
 */
export function fittingBudgets(range: LabelRange = { least: 1, most: Infinity }): Budgets {
  const { least, most } = range;
  const first = Math.max(FIRST, least);
  const ladder = 8 * first <= most ? ladderTo(8 * first) : smallLadder(range);
  const scratch = ladder.length > 1 ? ladder : ladderTo(8 * FIRST);
  return { scratch, finetune: scratch.slice(0, -1) };
}

const ladderTo = (top: number): number[] => [
  ...new Set(SHARES.map((share) => Math.round(share * top))),
];

function smallLadder({ least, most }: LabelRange): number[] {
  const unit = 10 ** Math.max(0, String(most).length - 2);
  const top = Math.max(least, Math.floor(most / unit) * unit);
  const fitting = ladderTo(top).filter((n) => n >= least);
  return fitting.length > 1 ? fitting : [...new Set([least, most])];
}
