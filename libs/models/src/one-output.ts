import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { Backbone } from './backbone';

/** One pass for the features alone: [batch, features]. */
export const featuresOf = (backbone: Backbone, x: Tensor4D, training: boolean): Tensor2D =>
  backbone.forward(x, { training, want: ['features'] }).features;

/** One pass for the features before pooling alone: [batch, height′, width′, features]. */
export const mapOf = (backbone: Backbone, x: Tensor4D, training: boolean): Tensor4D =>
  backbone.forward(x, { training, want: ['map'] }).map();
