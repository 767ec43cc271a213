import { keep, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { openedEngine } from './opened-engine';

/** The values of a tensor: float32 → Float32Array, int32 → Int32Array, bool → Uint8Array. */
export type TensorValues = Float32Array | Int32Array | Uint8Array;

/**
 * The values of several tensors, of which the engine is asked at once; the tensors stay. Copy what you keep: an array may
 * be the memory of the tensor. The only way to values outside this library, because engines may answer late.
 */
export async function read<Values extends TensorValues = Float32Array>(
  tensors: readonly Tensor[],
): Promise<Values[]> {
  if (openedEngine().kind.capabilities.syncRead) {
    return tensors.map((tensor) => tensor.dataSync() as Values);
  }
  return Promise.all(tensors.map((tensor) => tensor.data() as Promise<Values>));
}

/**
 * The values of the tensors that `work` makes and returns; every tensor that it makes is freed. `work` runs before this
 * function returns, also inside a `tidy` that ends before the values arrive.
 */
export async function readResults<Values extends TensorValues = Float32Array>(
  work: () => readonly Tensor[],
): Promise<Values[]> {
  const results = tidy(() => work().map((tensor) => keep(tensor)));
  try {
    return await read<Values>(results);
  } finally {
    for (const tensor of results) tensor.dispose();
  }
}
