import type { Tensor2D } from '@nhat/engine';
import type { Backbone, FeatureMap, Want, Weights } from '@nhat/models';
import type { Stream } from '@nhat/random';
import type { OptionSchema, OptionValues, RegistryEntry } from '@nhat/documents';
import type { StepResult, StepPlace } from '@nhat/train';
import type { ImageBatch, Normalisation } from '@nhat/augment';

/**
 * A self-supervised method: a task that needs no labels. What is kept afterwards is the backbone it was given, all
 * of it; whatever else the method needs (heads, decoders, memory banks) lives in `heads` and is thrown away.
 */
export interface PretextModule<Schema extends OptionSchema = OptionSchema> {
  facts: MethodFacts<Schema>;
  /** Adds the parameters and buffers of the method to `heads`. */
  create(options: OptionValues<Schema>, context: PretextContext): Pretext;
}

/** What documents, plans and reports need of a method. The registry holds it, which is read without TensorFlow. */
export interface MethodFacts<Schema extends OptionSchema = OptionSchema> extends RegistryEntry {
  options: Schema;
  /** Views of each image in a batch. */
  views: number;
  /**
   * Checks what the training images are like, before the training. `lab`: mean and deviation of their pixels in L, a and b.
   */
  checkColours?(lab: Normalisation): ColourProblem | undefined;
  needs?: readonly Exclude<Want, 'features' | 'map'>[];
}

/** Why a method cannot learn from the images of a dataset. */
export interface ColourProblem {
  what: string;
  /** The measured value. */
  got: string;
  expected: string;
  advice: string;
}

export interface PretextContext {
  /** The network that is pretrained; it alone is kept. */
  backbone: Backbone;
  /** Its weights, which an averaged encoder follows. */
  encoder: Weights;
  /**
   * Another encoder of the same architecture in `weights`, for methods with an averaged or momentum encoder (MoCo, BYOL,
   * DINO): `untrained(heads, 'average.')` is checkpointed, but neither trained nor kept.
   */
  createBackbone(weights: Weights): Backbone;
  /** Checkpointed, trained where trainable, not kept. */
  heads: Weights;
  /** Pixels per side and channels of the images. */
  size: number;
  channels: number;
  /** How many training images there are, e.g. rows of a memory bank. */
  images: number;
}

export interface PretextBatch {
  /** As many as the method asked for, the same images in the same order. */
  views: readonly ImageBatch[];
  /** Which training image each one is, in 0 … images − 1. */
  indices: Uint32Array;
  /** What the method draws for this batch comes from here, so that a step can be done again. */
  stream: Stream;
}

/** A step's loss and metrics, and what the backbone made of the images on the way. */
export interface PretextResult extends StepResult {
  /**
   * Features of the first view, as the method saw it (turned, erased), in the order of the batch:
   * [count, backbone.features] float32, on the tape.
   */
  features: Tensor2D;
  /** The map of the first images of the first view, as the method saw them; costs nothing until it is called. */
  map: FeatureMap;
  /** `[count]`: quarter turns counter-clockwise by which the method turned the first view; absent: none. */
  turns?: ArrayLike<number>;
}

export interface Pretext {
  /**
   * One training step's loss, called inside the gradient tape: changes the views on the CPU, uploads them, runs the
   * backbone with `training` true. Banks may be assigned here, after they were used.
   */
  loss(batch: PretextBatch): PretextResult;
  /**
   * Called after the update of a step, in a tidy of its own, e.g. to let an averaged encoder follow. It must depend on
   * weights and step alone, so that a training that goes on from a checkpoint comes out the same.
   */
  afterStep?(at: StepPlace): void;
  /**
   * Measures what `facts.learning` names, with networks in evaluation mode and without a change of any weight; present where
   * the facts have `learning`. The batches are of images that no step saw; they may
   * be read several times.
   */
  measureLearning?(batches: Iterable<HeldOutBatch>): Promise<LearningMeasure>;
  /**
   * Images for readers of a report, in evaluation mode: rows of as many images in normalised LAB as the first view has, e.g. the
   * input, and in the last row what is rebuilt from it. Absent for methods whose answers are no images.
   */
  pictures?(batch: HeldOutBatch): Promise<NamedImages[]>;
}

/** A row of images with a word for it: `input`, `output`; lower-case letters. */
export interface NamedImages {
  name: string;
  images: ImageBatch;
}

/**
 * Images that were not trained on: one view is the image as it is; several views are augmented as in training. `stream`: for
 * what the method draws.
 */
export type HeldOutBatch = Pick<PretextBatch, 'views' | 'stream'>;

/** How well a method solves its own task on held-out images. */
export interface LearningMeasure {
  value: number;
  /** The value of a method that learned nothing. */
  chance: number;
  /** The method learned if the value reaches this. */
  threshold: number;
}
