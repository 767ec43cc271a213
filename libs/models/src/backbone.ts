import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { Weights } from './weights';

/** A network that turns images into features. Images are [batch, height, width, channel] float32. */
export interface Backbone {
  /** Length of a feature vector. */
  features: number;
  /** Names of the stages in order; freezing counts them from 0 (paper code: "stage k"). */
  stages: readonly string[];
  /** What `forward` can be asked for, with the length or the number of channels of each. */
  gives: Readonly<Partial<Record<Want, number>>>;
  /** What is wanted, from one pass. Throws an Error for an output that `gives` does not list. */
  forward<Wanted extends Want>(x: Tensor4D, pass: Pass<Wanted>): Pick<BackboneOutputs, Wanted>;
  /**
   * The stage that a parameter or buffer belongs to; the stem counts with stage 0, the last linear layer is
   * `stages.length`. Frozen after stage k: what has `stageOf(name) <= k` gets no update.
   */
  stageOf(name: string): number;
}

export interface Pass<Wanted extends Want = Want> {
  /** Whether batch normalisation takes the statistics of the batch and moves its running ones. */
  training: boolean;
  want: readonly Wanted[];
}

export type Want = keyof BackboneOutputs;

/** Each float32. */
export interface BackboneOutputs {
  /** [batch, features]: the features of each image. */
  features: Tensor2D;
  /** The features before pooling, on demand. */
  map: FeatureMap;
  /** [batch, height′, width′, channels]: the two maps that local–global methods compare ("5" and "7" in AMDIM's code). */
  coarse: Tensor4D;
  fine: Tensor4D;
  /**
   * [batch, features / 2], of length 1: the features of a two-tower network, which sees the first channel (lightness) and the
   * others (colour) apart.
   */
  lightness: Tensor2D;
  colour: Tensor2D;
  /** [batch, height′, width′, channels]: what the last block of a stage gives; `stage1` is the first stage. */
  [stage: `stage${number}`]: Tensor4D;
}

/**
 * The features before pooling of the first `images` images of the pass, by default of all: [images, height′, width′,
 * features] float32. Work is done when it is called, which must be in the tape or tidy of the pass; the other outputs are
 * the same bit for bit.
 */
export type FeatureMap = (images?: number) => Tensor4D;

/** Throws an Error for the first output that a backbone does not give. */
export function checkWants(want: readonly Want[], gives: Backbone['gives']): void {
  const missing = want.find((one) => gives[one] === undefined);
  if (missing === undefined) return;
  const known = Object.keys(gives).join(', ');
  throw new Error(`backbone: it does not give ${missing} (it gives ${known})`);
}

export interface BackboneModule<Schema extends OptionSchema = OptionSchema> {
  options: Schema;
  /** Adds the parameters to `weights`, named after their place in the network; `channels` of the images. */
  create(options: OptionValues<Schema>, context: { weights: Weights; channels: number }): Backbone;
}
