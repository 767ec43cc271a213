import type { Tensor } from '@tensorflow/tfjs-core';
import { dataType, typeOf } from '../native/backend';
import { integers } from '../native/constant';
import { attribute, runOne } from '../native/run-op';
import { sizesOf } from '../ops/convolution-geometry';
import type { Window } from '../ops/convolution-geometry';

/** Whether the filter's gradient is faster as a convolution, by measurement: up to 8 × 8 in bfloat16, 4 × 4 in float32. */
export function hasSmallMaps(dy: Tensor, { stride, dilation }: Window): boolean {
  const [batch, height, width] = sizesOf(dy);
  const most = typeOf(dy) === dataType.bfloat16 ? 64 : 16;
  return stride === 1 && dilation === 1 && height * width <= most && batch >= 16;
}

/**
 * The gradient by the filter as a forward convolution in which images and channels change places: the channels of `x`
 * are the images, `dy` is the filter.
 *
 * oneDNN's own kernel reaches half the speed of its forward one in bfloat16. On one core of an AMD EPYC, batch 64:
 * 8 × 8, 64 → 128 channels 4.5 → 3.2 ms; 4 × 4, 128 → 128 2.5 → 1.4 ms.
 */
export function filterGradientOfSmallMaps(dy: Tensor, x: Tensor, { padding }: Window): Tensor {
  const around = [0, 0, padding, padding, padding, padding, 0, 0];
  const attributes = [
    attribute.type('T', typeOf(dy)),
    attribute.int('strides', [1, 1, 1, 1]),
    attribute.int('dilations', [1, 1, 1, 1]),
    attribute.string('data_format', 'NHWC'),
    attribute.string('padding', 'EXPLICIT'),
    attribute.int('explicit_paddings', around),
  ];
  const slope = runOne('Conv2D', attributes, [
    permuted(x, [3, 1, 2, 0]),
    permuted(dy, [1, 2, 0, 3]),
  ]);
  return permuted(slope, [1, 2, 0, 3]); // [in, height, width, out] → [height, width, in, out]
}

function permuted(x: Tensor, axes: readonly number[]): Tensor {
  const attributes = [attribute.type('T', typeOf(x)), attribute.type('Tperm', dataType.int32)];
  return runOne('Transpose', attributes, [x, integers(axes)]);
}
