import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from './backend';
import { attribute, runOne } from './run-op';

/** The tensor in another TensorFlow type; the tensor itself when it has it already. */
export function castTo(x: Tensor, type: number): Tensor {
  const from = typeOf(x);
  if (from === type) return x;
  const attributes = [
    attribute.type('SrcT', from),
    attribute.type('DstT', type),
    attribute.bool('Truncate', false),
  ];
  return runOne('Cast', attributes, [x]);
}
