import type { ScheduleConfig } from './node-config';

/** How networks are trained on labels. */
export interface TrainingRecipe extends Omit<ScheduleConfig, 'imageSteps'> {
  imageSteps: ImageStepsRule;
  /** Image-steps of training from scratch as a multiple of those of finetuning. */
  scratchFactor: number;
}

/** Image-steps of a training on n labels: `perLabel · n`, at least `minimum`, at most `maximum`; or by rows. */
export type ImageStepsRule =
  { perLabel: number; minimum: number; maximum: number } | readonly ImageStepsRow[];

/** Holds for budgets up to `upTo`; the last row has none and holds for all others. */
export interface ImageStepsRow {
  upTo?: number;
  imageSteps: number;
  warmup?: number;
}

/** The schedule of one training on n labels. */
export function trainingSchedule(
  { imageSteps: rule, scratchFactor, ...recipe }: TrainingRecipe,
  n: number,
  arm: 'scratch' | 'finetune',
): ScheduleConfig {
  const factor = arm === 'scratch' ? scratchFactor : 1;
  if ('perLabel' in rule) {
    const { perLabel, minimum, maximum } = rule;
    const steps = Math.min(maximum, Math.max(minimum, Math.round(perLabel * n)));
    return { ...recipe, imageSteps: Math.round(factor * steps) };
  }
  const { imageSteps, warmup = recipe.warmup } = rule.find(({ upTo = Infinity }) => n <= upTo)!;
  return { ...recipe, imageSteps: Math.round(factor * imageSteps), warmup };
}
