import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { dataType, typeOf } from '../native/backend';
import type { Attribute } from '../native/backend';
import { castTo } from '../native/cast-to';
import { integers } from '../native/constant';
import { attribute, runOne } from '../native/run-op';
import { withBorder, withoutBorder } from '../native/zero-border';
import type { Implementation } from '../op';
import { filterGradientOfSmallMaps, hasSmallMaps } from './conv2d-small-maps';
import { outputSize, sizesOf } from '../ops/convolution-geometry';
import type { Window } from '../ops/convolution-geometry';

/**
 * With bfloat16 images the filter is rounded to it, once a step: the second output. Its gradient comes back as float32.
 *
 * Padding that TensorFlow has no name for is put around the images first: with explicit numbers its gradients leave the
 * fast kernels (bfloat16, 3 × 3, stride 2, 128 channels, 16 images of 32 × 32: 336 and 343 ms, with zeros 8 and 12).
 */
export const nativeConvolution: Implementation<'x' | 'filter', Window> = {
  forward({ x, filter }, window) {
    const type = typeOf(x);
    const { images, common } = surrounded(x, filter, window);
    const rounded = castTo(filter, type);
    const y = runOne('Conv2D', common, [images, rounded]);
    return [y, rounded === filter ? clone(filter) : rounded];
  },
  backward(dy, [x, filter], window) {
    const { images, common, border } = surrounded(x!, filter!, window);
    return {
      x() {
        const inputs = [integers(images.shape), filter!, dy];
        const slope = runOne('Conv2DBackpropInput', common, inputs);
        return border ? withoutBorder(slope, border, x!.shape) : slope;
      },
      filter() {
        if (hasSmallMaps(dy, window)) {
          return castTo(filterGradientOfSmallMaps(dy, x!, window), dataType.float32);
        }
        const inputs = [images, integers(filter!.shape), dy];
        return castTo(runOne('Conv2DBackpropFilter', common, inputs), dataType.float32);
      },
    };
  },
};

/** The images with the zeros that the padding adds, unless TensorFlow has a name for it, and the attributes. */
function surrounded(x: Tensor, filter: Tensor, window: Window) {
  const type = typeOf(x);
  if (paddingName(window, filter, x.shape)) {
    return { images: x, common: attributes(type, window, filter, x.shape) };
  }
  const [, height, width] = sizesOf(x);
  const [bottom, right] = [height, width].map((size, axis) =>
    zerosAfter(size, filter.shape[axis]!, window),
  ) as [number, number];
  const border = { top: window.padding, left: window.padding, bottom, right };
  const images = withBorder(x, border);
  return {
    images,
    border,
    common: attributes(type, { ...window, padding: 0 }, filter, images.shape),
  };
}

/** As many as the last place of the filter reaches over. */
function zerosAfter(size: number, kernel: number, window: Window): number {
  const last = (outputSize(size, kernel, window) - 1) * window.stride - window.padding;
  return Math.max(0, last + window.dilation * (kernel - 1) + 1 - size);
}

/** `shape` of the images that the filter reads. */
export function attributes(
  type: number,
  window: Window,
  filter: Tensor,
  shape: readonly number[],
): Attribute[] {
  const { stride, padding, dilation } = window;
  const common = [
    attribute.type('T', type),
    attribute.int('strides', [1, stride, stride, 1]),
    attribute.int('dilations', [1, dilation, dilation, 1]),
    attribute.string('data_format', 'NHWC'),
  ];
  const same = paddingName(window, filter, shape);
  if (same) return [...common, attribute.string('padding', same)];
  const explicit = [0, 0, padding, padding, padding, padding, 0, 0];
  return [
    ...common,
    attribute.string('padding', 'EXPLICIT'),
    attribute.int('explicit_paddings', explicit),
  ];
}

/** TensorFlow's name of this padding, if it has one: its fast kernels refuse explicit numbers (twice the time). */
function paddingName(
  { stride, padding, dilation }: Window,
  filter: Tensor,
  [, ...sides]: readonly number[],
) {
  if (padding === 0) return 'VALID';
  const same = filter.shape.slice(0, 2).every((kernel, axis) => {
    const reach = dilation * (kernel - 1);
    const last = (Math.ceil(sides[axis]! / stride) - 1) * stride;
    return last + reach + 1 - sides[axis]! === 2 * padding;
  });
  return same ? 'SAME' : undefined;
}
