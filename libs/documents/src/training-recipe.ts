import type { ScheduleConfig } from './node-config';

/** How networks are trained on labels. */
export interface TrainingRecipe extends Omit<ScheduleConfig, 'imagesSeen'> {
  imagesSeen: ImagesSeenRule;
  /** Images seen of training from scratch as a multiple of those of finetuning. */
  scratchFactor: number;
}

/** Images seen of a training on n labels: `perLabel · n`, at least `minimum`, at most `maximum`; or by rows. */
export type ImagesSeenRule =
  { perLabel: number; minimum: number; maximum: number } | readonly ImagesSeenRow[];

/** Holds for budgets up to `upTo`; the last row has none and holds for all others. */
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
