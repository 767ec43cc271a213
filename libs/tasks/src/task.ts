import type { Backbone, Weights } from '@nhat/models';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { Outcome } from '@nhat/train';
import type { AugmentPlan, ImageBatch } from '@nhat/augment';
import type { HeadKind, OnNonFinite } from './head';

/** What is known of each image; `mask` and `depth` are maps `[size, size]`, the others one number. */
export type Truth = 'label' | 'pose' | 'mask' | 'depth';

/** What a task states once, for its module and for its entry in the registry, which is read without TensorFlow. */
export interface TaskFacts<Schema extends OptionSchema = OptionSchema> {
  options: Schema;
  /** Which truth it learns. */
  truth: Truth;
  /** Name of its main metric, also among the measures of a step. */
  metric: string;
  higherIsBetter: boolean;
  /** From this metric on its own training images on, a network counts as fitted. */
  fittedAt: number;
}

/** A downstream task: from images and their truth to a loss, and to numbers that say how good a network is. */
export interface TaskModule<Schema extends OptionSchema = OptionSchema> extends TaskFacts<Schema> {
  /**
   * The main metric of the best constant answer, which looks at no image: the best that one class, or one value, for all
   * targets can reach. In the units of the metric.
   */
  constantScore(targets: Targets): number;
  /** Adds the parameters of the head to `heads`. */
  create(options: OptionValues<Schema>, context: TaskContext): Task;
}

/** A module from its facts and its code. Mark the call as pure, so that the facts can be read without the code. */
export const taskModule = <Schema extends OptionSchema>(
  facts: TaskFacts<Schema>,
  code: Omit<TaskModule<Schema>, keyof TaskFacts>,
): TaskModule<Schema> => ({ ...facts, ...code });

export interface TaskContext {
  backbone: Backbone;
  heads: Weights;
  /** Classes of objects in the dataset. */
  classes: number;
  /** Pixels per side of the images. */
  size: number;
  /** What stands on the features; `linear` when absent, as in finetuning and training from scratch. */
  head?: HeadKind;
  /**
   * Called in evaluation mode when an output of the head is NaN or infinite; by default a UserError is thrown, because the
   * class or value named by such outputs is no answer of the network.
   */
  onNonFinite?: OnNonFinite;
}

export interface TaskBatch {
  images: ImageBatch;
  /** Truth of these images as stored: `[count]` or `[count, size, size]`. */
  truth: Uint8Array;
  /** How the images were moved: maps and poses must follow. Absent when they were not. */
  plan?: AugmentPlan;
  /** `[count]`: quarter turns counter-clockwise after that, as rotation makes them: maps follow. */
  turns?: ArrayLike<number>;
}

/** What a linear head is fitted to: classes, or values. */
export type Targets =
  { kind: 'classes'; of: Uint8Array; classes: number } | { kind: 'values'; of: Float32Array };

export interface Task {
  /** Of each image; of a dense task at each position of its map of `side` × `side`, row by row. */
  targets(batch: TaskBatch, side: number): Targets;
  /** One training step's loss, called inside the gradient tape; runs the backbone with `training` true. */
  loss(batch: TaskBatch): Outcome;
  /**
   * Evaluation mode: counts `[k]` over a batch, which may be added over batches. The network runs before the function
   * returns; only the values are awaited.
   */
  counts(batch: TaskBatch): Promise<Float32Array>;
  /** The metrics, the main one among them, from the counts of `images` images. */
  metrics(counts: Float64Array, images: number): Record<string, number>;
}
