import type { Backbone, Weights } from '@nhat/models';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { StepResult } from '@nhat/train';
import type { AugmentPlan, ImageBatch, PictureRow } from '@nhat/augment';
import type { HeadKind, OnNonFinite } from './head';

/** The kinds of ground truth of an image; `mask` and `depth` are maps `[size, size]`, the others one number. */
export type TruthKind = 'label' | 'pose' | 'mask' | 'depth';

/** What a task states once, for its module and for its entry in the registry, which is read without TensorFlow. */
export interface TaskFacts<Schema extends OptionSchema = OptionSchema> {
  options: Schema;
  /** The ground truth that it learns. */
  truth: TruthKind;
  /** Name of its main metric, which is also a measure of a step. */
  metric: string;
  higherIsBetter: boolean;
  /** A network whose main metric on its own training images reaches this value counts as fitted. */
  fittedAt: number;
}

/** A downstream task: from images and their truth to a loss, and to numbers that say how good a network is. */
export interface TaskModule<Schema extends OptionSchema = OptionSchema> extends TaskFacts<Schema> {
  /**
   * The main metric of the best constant answer, which looks at no image: the best score that one class, or one value, for all
   * targets can reach. In units of the metric.
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
  /** The number of object classes in the dataset. */
  classes: number;
  /** Pixels per side of the images. */
  size: number;
  /** The kind of head; `linear` when absent, as in finetuning and training from scratch. */
  head?: HeadKind;
  /**
   * Called in evaluation mode when an output of the head is NaN or infinite. By default a UserError is thrown, because no class
   * or value can be derived from such outputs.
   */
  onNonFinite?: OnNonFinite;
}

export interface TaskBatch {
  images: ImageBatch;
  /** The ground truth of these images as stored: `[count]` or `[count, size, size]`. */
  truth: Uint8Array;
  /** The transformations of the images, which maps and poses must follow; absent when there were none. */
  plan?: AugmentPlan;
  /** `[count]`: further quarter turns counter-clockwise, as in the rotation method, which maps must follow. */
  turns?: ArrayLike<number>;
}

/** The targets of a linear head: classes, or values. */
export type Targets =
  { kind: 'classes'; of: Uint8Array; classes: number } | { kind: 'values'; of: Float32Array };

/** Images that were answered rightly or not, `[images]`: 1 for a right answer, else 0; and the counts of the batch. */
export interface Answers {
  right: Uint8Array;
  counts: Float32Array;
}

export interface Task {
  /** The targets of each image; for a dense task, of each position of its map of `side` × `side`, row by row. */
  targets(batch: TaskBatch, side: number): Targets;
  /** The loss of one training step, called inside the gradient tape; runs the backbone with `training` true. */
  loss(batch: TaskBatch): StepResult;
  /**
   * Evaluation mode: counts `[k]` over a batch, which may be added over batches. The network runs before the function
   * returns; only the values are awaited.
   */
  counts(batch: TaskBatch): Promise<Float32Array>;
  /**
   * As `counts`, and which images are answered rightly. Absent for tasks whose answers are not right or wrong, such as maps; where it
   * is there, the targets of images are classes.
   */
  answers?(batch: TaskBatch): Promise<Answers>;
  /**
   * Pictures for readers of a report, in evaluation mode, a picture for each image of the batch in every row: what is true, and in
   * the last row what the network predicts. Absent for tasks whose answers are no pictures.
   */
  pictures?(batch: TaskBatch): Promise<PictureRow[]>;
  /** The metrics, the main one among them, from the counts of `images` images. */
  metrics(counts: Float64Array, images: number): Record<string, number>;
}
