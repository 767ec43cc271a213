import { completeOptions } from '@nhat/documents';
import type { AugmentConfig, JsonObject } from '@nhat/documents';
import type { AugmentBatch, AugmentationModule } from './augmentation';
import { inPlace } from './placement';
import type { Placement } from './placement';

/** The drawn augmentations of a batch, in the order of application. Maps follow the same plan as their images. */
export interface AugmentPlan {
  /** Images. */
  count: number;
  /** Pixels per side. */
  size: number;
  drawn: readonly Drawn[];
}

/** An augmentation with what it drew for a batch. */
export interface Drawn {
  module: AugmentationModule;
  draws: unknown;
}

/** An augmentation that is on, with all its options. */
export interface ChosenAugmentation {
  module: AugmentationModule;
  options: JsonObject;
}

/**
 * Those of `modules` that a configuration switches on, in their order. Throws an Error when it switches on one whose code
 * is not among them.
 */
export function chosenAugmentations(
  modules: readonly AugmentationModule[],
  config: AugmentConfig,
): ChosenAugmentation[] {
  for (const [name, setting] of Object.entries(config)) {
    if (setting === false || modules.some((module) => module.name === name)) continue;
    throw new Error(`augment: ${name} is on, and its code is not there`);
  }
  return modules.flatMap((module) => {
    const setting = config[module.name] ?? module.default;
    if (setting === false) return [];
    const given = setting === true ? {} : setting;
    return [{ module, options: completeOptions(module.options, given) as JsonObject }];
  });
}

/**
 * Draws for `batch.count` images. We draw for each image; the paper's released code draws up to 500 options for a block of
 * images and lets 1/500 of the block share each, so its shares (25 %, 50 %) are exact and ours are on average. Each
 * augmentation has its own stream: switching one off leaves the draws of the others alone.
 */
export const drawAugmentation = (
  chosen: readonly ChosenAugmentation[],
  batch: AugmentBatch,
): AugmentPlan => ({
  count: batch.count,
  size: batch.size,
  drawn: chosen.map((one) => draw(one, batch)),
});

const draw = ({ module, options }: ChosenAugmentation, batch: AugmentBatch): Drawn => ({
  module,
  draws: module.draw(options as never, { ...batch, stream: batch.stream.fork(module.name) }),
});

/** How often a step sees each image, and what the views have in common. */
export interface ViewPolicy {
  /** Views of each image. */
  views: number;
  /** Names of the augmentations that all views of an image share; of the others each view has draws of its own. */
  shared?: readonly string[] | undefined;
}

/** One plan for each view of the same images. */
export function drawViews(
  chosen: readonly ChosenAugmentation[],
  { views, shared = [] }: ViewPolicy,
  batch: AugmentBatch,
): AugmentPlan[] {
  const plans: AugmentPlan[] = [];
  for (let view = 0; view < views; view++) {
    const own = { ...batch, stream: batch.stream.fork('view', view) };
    const drawn = chosen.map((one, at) =>
      view > 0 && shared.includes(one.module.name) ? plans[0]!.drawn[at]! : draw(one, own),
    );
    plans.push({ count: batch.count, size: batch.size, drawn });
  }
  return plans;
}

/** Where the pixels of image `i` come from; without a plan they stay. */
export function placementOf(plan: AugmentPlan | undefined, i: number): Placement {
  let placement = inPlace;
  for (const { module, draws } of plan?.drawn ?? []) {
    if (module.place) placement = module.place(placement, draws, i);
  }
  return placement;
}

/** Whether image `i` is mirrored left to right. */
export const isMirrored = (plan: AugmentPlan, i: number): boolean =>
  placementOf(plan, i).across < 0;
