import type { Tensor, Variable } from '@tensorflow/tfjs-core';

export interface MomentSettings {
  beta1: number;
  beta2: number;
  /** Weight decay · parameter is added to the gradient of every parameter. */
  weightDecay: number;
  /** Those of the parameters that some steps do not reach. */
  seldom: readonly Variable[];
}

/** The rate and epsilon of a step, so that the update is `p −= rate · m / (√v + epsilon)`. */
export interface Correction {
  rate: number;
  epsilon: number;
}

/** The moments of all parameters, float32, and the update with them. */
export interface Moments {
  /** Updates in place every parameter that has a gradient; called inside `tidy`, reads nothing back. */
  apply(gradients: readonly (Tensor | undefined)[], correction: Correction): void;
  /** Copies of the moments of one parameter. */
  read(index: number): Promise<{ first: Float32Array; second: Float32Array }>;
  write(index: number, first: Float32Array, second: Float32Array): void;
  dispose(): void;
}

/** Moments that are 0. */
export type CreateMoments = (parameters: readonly Variable[], settings: MomentSettings) => Moments;
