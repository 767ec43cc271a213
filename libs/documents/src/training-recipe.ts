import type { ScheduleConfig } from './node-config';

/** Batch, optimiser and learning rate. */
export type TrainingRates = Omit<ScheduleConfig, 'imagesSeen'>;

/** The recipe of supervised training. */
export interface TrainingRecipe extends TrainingRates {
  imagesSeen: ImagesSeenRule;
  /** Images seen in training from scratch, as a multiple of those in finetuning. */
  scratchFactor: number;
}

/**
 * The number of images seen in a training on n labels: `perLabel · n`, at least `minimum` and at most `maximum`; or one row per
 * range of n.
 */
export type ImagesSeenRule =
  { perLabel: number; minimum: number; maximum: number } | readonly ImagesSeenRow[];

/** Applies to budgets up to `upTo`; the last row has none and applies to all larger ones. */
export interface ImagesSeenRow {
  upTo?: number;
  imagesSeen: number;
  warmup?: number;
}

/** The schedule of one training on n labels. */
export function trainingSchedule(
  { imagesSeen: rule, scratchFactor, ...recipe }: TrainingRecipe,
  n: number,
  arm: 'scratch' | 'finetune',
): ScheduleConfig {
  const factor = arm === 'scratch' ? scratchFactor : 1;
  if ('perLabel' in rule) {
    const { perLabel, minimum, maximum } = rule;
    const steps = Math.min(maximum, Math.max(minimum, Math.round(perLabel * n)));
    return { ...recipe, imagesSeen: Math.round(factor * steps) };
  }
  const { imagesSeen, warmup = recipe.warmup } = rule.find(({ upTo = Infinity }) => n <= upTo)!;
  return { ...recipe, imagesSeen: Math.round(factor * imagesSeen), warmup };
}
