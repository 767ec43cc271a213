import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { OptionSchema, OptionValues } from '@nhat/spec';
import type { Weights } from './weights';

/** A network that turns images into features. */
export interface Backbone {
  /** Length of a feature vector. */
  features: number;
  /** [batch, height, width, channel] float32 → [batch, features] float32. */
  forward(x: Tensor4D, training: boolean): Tensor2D;
  /** The same features before pooling: [batch, height′, width′, features] float32. */
  map(x: Tensor4D, training: boolean): Tensor4D;
}

export interface BackboneModule<Schema extends OptionSchema = OptionSchema> {
  options: Schema;
  /** Adds the parameters to `weights`, named after their place in the network; `channels` of the images. */
  create(options: OptionValues<Schema>, context: { weights: Weights; channels: number }): Backbone;
}
