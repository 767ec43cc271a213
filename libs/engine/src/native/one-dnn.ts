import { ones, tidy } from '@tensorflow/tfjs-core';
import { dataType, nativeBackend } from './backend';
import type { Attribute } from './backend';
import { attribute, runOp } from './run-op';

/**
 * Selects the oneDNN kernel of a `_MklNative…` operation. TensorFlow puts these into graphs that it rewrites itself;
 * run one by one they need this label.
 */
export const oneDnn = (): Attribute => attribute.string('_kernel', 'MklNameChangeOp');

let found: boolean | undefined;

/** Whether the `_MklNative…` operations run here: not on a GPU, nor in a TensorFlow that was built without oneDNN. */
export function hasOneDnn(): boolean {
  found ??= !nativeBackend().isUsingGpuDevice && answers();
  return found;
}

function answers(): boolean {
  const attributes = [
    attribute.type('T', dataType.float32),
    attribute.int('ksize', [1, 2, 2, 1]),
    attribute.int('strides', [1, 2, 2, 1]),
    attribute.string('padding', 'VALID'),
    attribute.bool('workspace_enabled', true),
    oneDnn(),
  ];
  try {
    return tidy(() => runOp('_MklNativeMaxPool', attributes, [ones([1, 2, 2, 1])], 2).length === 2);
  } catch {
    return false;
  }
}
