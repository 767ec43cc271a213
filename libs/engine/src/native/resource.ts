import { keep, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { dataType } from './backend';
import { attribute, runOne, runOp } from './run-op';

/** A variable that lives in TensorFlow and that its Resource* operations change in place. */
export interface Resource {
  /** What operations take as the variable. */
  handle: Tensor;
  /** Shares memory with the variable until one of them changes. */
  read(): Tensor;
  /** A copy of the values. */
  values(): Float32Array;
  assign(value: Tensor): void;
  destroy(): void;
}

/** TensorFlow knows variables by name, and one process may load this file several times. */
const born = process.hrtime.bigint();
let created = 0;

export function createResource(shape: readonly number[], initial: Float32Array): Resource {
  const dtype = attribute.type('dtype', dataType.float32);
  const attributes = [
    attribute.string('container', ''),
    attribute.string('shared_name', `nhat-${born}-${created++}`),
    dtype,
    attribute.shape('shape', shape),
  ];
  const handle = keep(runOne('VarHandleOp', attributes, []));
  const read = () => runOne('ReadVariableOp', [dtype], [handle]);
  const assign = (value: Tensor) => void runOp('AssignVariableOp', [dtype], [handle, value], 0);
  tidy(() => assign(tensor(initial, [...shape], 'float32')));
  return {
    handle,
    read,
    values: () => tidy(() => Float32Array.from(read().dataSync())),
    assign,
    destroy() {
      runOp('DestroyResourceOp', [attribute.bool('ignore_lookup_error', true)], [handle], 0);
      handle.dispose();
    },
  };
}
