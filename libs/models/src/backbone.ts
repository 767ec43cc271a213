import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { Weights } from './weights';

/** A network that turns images into features. Images are [batch, height, width, channel] float32. */
export interface Backbone {
  /** Length of a feature vector. */
  features: number;
  /** Names of the stages in order; freezing counts them from 0 (paper code: "stage k"). */
  stages: readonly string[];
  /** [batch, features] float32. */
  forward(x: Tensor4D, training: boolean): Tensor2D;
  /** The same features before pooling: [batch, height′, width′, features] float32. */
  map(x: Tensor4D, training: boolean): Tensor4D;
  /** In one pass what `forward` gives, and on demand the map. */
  forwardWithMap(x: Tensor4D, training: boolean): WithMap;
  /** Channels of the two maps that local–global methods compare with the features ("5" and "7" in AMDIM's code). */
  local: { coarse: number; fine: number };
  /** In one pass what `forward` gives and both maps, [batch, height′, width′, local.…] float32. */
  forwardWithLocal(x: Tensor4D, training: boolean): WithLocal;
  /**
   * Only a pair of half-width networks has it: features of the network of the first channel (L) and of the one of the
   * others (ab), each [batch, features / 2] float32, of length 1.
   */
  halves?(x: Tensor4D, training: boolean): Halves;
  /**
   * The stage that a parameter or buffer belongs to; the stem counts with stage 0, the last linear layer is
   * `stages.length`. Frozen after stage k: what has `stageOf(name) <= k` gets no update.
   */
  stageOf(name: string): number;
}

export interface WithMap {
  features: Tensor2D;
  map: MapOfFirst;
}

/**
 * The features before pooling of the first `images` images of the pass: [images, height′, width′, features] float32. Work is
 * done when it is called, which must be in the tape or tidy of the pass; the features are the same bit for bit.
 */
export type MapOfFirst = (images: number) => Tensor4D;

export interface Halves {
  l: Tensor2D;
  ab: Tensor2D;
  map: MapOfFirst;
}

export interface WithLocal extends WithMap {
  coarse: Tensor4D;
  fine: Tensor4D;
}

export interface BackboneModule<Schema extends OptionSchema = OptionSchema> {
  options: Schema;
  /** Adds the parameters to `weights`, named after their place in the network; `channels` of the images. */
  create(options: OptionValues<Schema>, context: { weights: Weights; channels: number }): Backbone;
}
