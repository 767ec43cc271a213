import type { Precision } from '@nhat/documents';

/**
 * What computes. `native`: TensorFlow's C library through tfjs-node-gpu. `wasm`: WebAssembly, one thread, SIMD.
 * `cpu`: plain JavaScript, for checks on tiny shapes; never chosen by itself.
 */
export type Rung = 'native' | 'wasm' | 'cpu';

/** What an opened engine is; goes into manifests. */
export interface EngineFacts {
  rung: Rung;
  /** TensorFlow.js' name of it: `tensorflow`, `wasm`, `cpu`. */
  backend: string;
  /** Threads inside one operation; rungs other than native always have one. */
  threads: number;
  /** Of convolutions and activations; weights, statistics, losses and the optimiser are always float32. */
  precision: Precision;
  /** Of TensorFlow on native, of TensorFlow.js elsewhere. */
  version: string;
  gpu: boolean;
}
