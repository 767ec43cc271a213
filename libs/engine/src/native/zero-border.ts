import type { Tensor } from '@tensorflow/tfjs-core';
import { dataType, typeOf } from './backend';
import { integers } from './constant';
import { attribute, runOne } from './run-op';

/** Rows and columns of zeros around images. */
export interface Border {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** [batch, height, width, channel] with the border, in the precision of `x`. */
export function withBorder(x: Tensor, { top, left, bottom, right }: Border): Tensor {
  const sides = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const attributes = [attribute.type('T', typeOf(x)), attribute.type('Tpaddings', dataType.int32)];
  return runOne('Pad', attributes, [x, integers(sides)]);
}

/** What the border surrounds: [batch, height, width, channel] of the given shape. */
export function withoutBorder(x: Tensor, { top, left }: Border, shape: readonly number[]): Tensor {
  const attributes = [attribute.type('T', typeOf(x)), attribute.type('Index', dataType.int32)];
  return runOne('Slice', attributes, [x, integers([0, top, left, 0]), integers(shape)]);
}
