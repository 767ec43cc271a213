import type { Variable } from '@tensorflow/tfjs-core';
import { dataType, nativeBackend } from './backend';
import { idOf } from './run-op';

/**
 * Gives a variable the value that `next` computes, without a tensor in between. `next` runs when nothing holds the old
 * value any more, so that TensorFlow may change its memory in place; if somebody else does hold it, it stays as it was
 * for them.
 */
export function replaceValue(variable: Variable, next: () => number): void {
  const backend = nativeBackend();
  const record = backend.tensorMap.get(variable.dataId);
  if (record.refCount === 1) {
    backend.binding.deleteTensor(idOf(variable));
    record.id = next();
    return;
  }
  const shape = [...variable.shape];
  const made = backend.createOutputTensor({ id: next(), shape, dtype: dataType.float32 });
  variable.assign(made);
  made.dispose();
}
