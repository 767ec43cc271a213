import type { Tensor2D } from '@nhat/engine';
import type { Backbone, MapOfFirst, Weights } from '@nhat/models';
import type { Stream } from '@nhat/random';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { Outcome } from '@nhat/train';
import type { ImageBatch } from '@nhat/augment';

/**
 * A self-supervised method: a task that needs no labels. What is kept afterwards is the backbone it was given, all
 * of it; whatever else the method needs (heads, decoders, memory banks) lives in `heads` and is thrown away.
 */
export interface PretextModule<Schema extends OptionSchema = OptionSchema> {
  options: Schema;
  /** Views of each image in a batch. */
  views: number;
  /** Names of the augmentations whose draws all views of an image share; of the others each view has draws of its own. */
  sharedBetweenViews?: readonly string[];
  /** Adds the parameters and buffers of the method to `heads`. */
  create(options: OptionValues<Schema>, context: PretextContext): Pretext;
}

export interface PretextContext {
  backbone: Backbone;
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

/** A step's loss and measures, and what the backbone made of the images on the way. */
export interface PretextOutcome extends Outcome {
  /**
   * Features of the first view, as the method saw it (turned, erased), in the order of the batch:
   * [count, backbone.features] float32, on the tape. Probes read them, so that they need no pass of their own.
   */
  features: Tensor2D;
  /** The map of the first images of the first view, as the method saw them; costs nothing until it is called. */
  map: MapOfFirst;
  /** `[count]`: quarter turns counter-clockwise by which the method turned the first view; absent: none. */
  turns?: ArrayLike<number>;
}

export interface Pretext {
  /**
   * One training step's loss, called inside the gradient tape: changes the views on the CPU, uploads them, runs the
   * backbone with `training` true. Banks may be assigned here, after they were used.
   */
  loss(batch: PretextBatch): PretextOutcome;
}
