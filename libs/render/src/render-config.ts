import type { Factors } from './factors';

/** All that the pixels of a rendered dataset depend on. */
export interface RenderConfig {
  dataset: string;
  factors: Factors;
  /** `lit`: the key light falls on the background, as in the paper. `unlit`: flat background. */
  background: 'lit' | 'unlit';
  /** Objects in an image: 1, or a scene of several, which has no label and no pose of its own. */
  objects: number;
  /** Pixels per side. */
  resolution: number;
  /** Images of buckets 0–9 (train), 10 (validation) and 11 (test); multiples of 10 classes. */
  counts: { train: number; validation: number; test: number };
  /** 'CAD models' (parameter draws) per class and bucket. */
  shapesPerBucket: number;
  seed: number;
}
