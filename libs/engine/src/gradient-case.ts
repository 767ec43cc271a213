import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { tensor1d, variable } from '@tensorflow/tfjs-core';
import { add } from './ops/add';
import { batchNorm } from './ops/batch-norm';
import { celu } from './ops/celu';
import { conv2d } from './ops/conv2d';
import type { Window } from './ops/convolution-geometry';
import { crossEntropy } from './ops/cross-entropy';
import { dense } from './ops/dense';
import { globalAverage } from './ops/global-average';
import { maxPool2 } from './ops/max-pool2';
import { relu } from './ops/relu';

/** A small instance of an operation, for checking its gradient. */
export interface GradientCase {
  name: string;
  /** Shapes of the inputs that have a gradient. */
  inputs: readonly (readonly number[])[];
  run(inputs: readonly Tensor[]): Tensor;
  /** False for operations that work in float32 only. */
  anyPrecision: boolean;
}

const image = [2, 6, 8, 3];

const convolution = (name: string, kernel: number, window: Partial<Window>): GradientCase => ({
  name: `conv2d ${name}`,
  inputs: [image, [kernel, kernel, 3, 4]],
  run: ([x, filter]) => conv2d(x as Tensor4D, filter as Tensor4D, window),
  anyPrecision: true,
});

function normalised(training: boolean): GradientCase['run'] {
  return ([x, scale, offset]) => {
    // Variables of an evaluation, so that one does not move the statistics of the next.
    const mean = variable(tensor1d([0.1, -0.2, 0.3]));
    const variance = variable(tensor1d([0.5, 1, 2]));
    const y = batchNorm(x!, scale!, offset!, { mean, variance }, { training });
    mean.dispose();
    variance.dispose();
    return y;
  };
}

/** Every operation, in the shapes and strides that networks use. */
export const gradientCases: readonly GradientCase[] = [
  convolution('3×3', 3, { padding: 1 }),
  convolution('1×1', 1, {}),
  convolution('1×1 stride 2', 1, { stride: 2 }),
  convolution('3×3 stride 2', 3, { stride: 2, padding: 1 }),
  convolution('3×3 dilation 2', 3, { dilation: 2, padding: 2 }),
  convolution('5×5 padding 1', 5, { padding: 1 }),
  convolution('4×4 stride 3', 4, { stride: 3 }),
  {
    name: 'batchNorm training',
    inputs: [image, [3], [3]],
    run: normalised(true),
    anyPrecision: true,
  },
  {
    name: 'batchNorm fixed statistics',
    inputs: [image, [3], [3]],
    run: normalised(false),
    anyPrecision: true,
  },
  {
    name: 'batchNorm of vectors',
    inputs: [[12, 3], [3], [3]],
    run: normalised(true),
    anyPrecision: true,
  },
  { name: 'relu', inputs: [image], run: ([x]) => relu(x!), anyPrecision: true },
  { name: 'celu', inputs: [image], run: ([x]) => celu(x!, 0.075), anyPrecision: true },
  {
    name: 'maxPool2',
    inputs: [image],
    run: ([x]) => maxPool2(x as Tensor4D),
    anyPrecision: true,
  },
  { name: 'add', inputs: [image, image], run: ([a, b]) => add(a!, b!), anyPrecision: true },
  {
    name: 'add of a tensor to itself',
    inputs: [image],
    run: ([x]) => add(relu(x!), x!),
    anyPrecision: true,
  },
  {
    name: 'globalAverage',
    inputs: [image],
    run: ([x]) => globalAverage(x as Tensor4D),
    anyPrecision: true,
  },
  {
    name: 'dense',
    inputs: [[5, 3], [3, 4], [4]],
    run: ([x, weight, bias]) => dense(x!, weight!, bias!),
    anyPrecision: true,
  },
  {
    name: 'dense at every position',
    inputs: [image, [3, 4], [4]],
    run: ([x, weight, bias]) => dense(x!, weight!, bias!),
    anyPrecision: true,
  },
  {
    name: 'crossEntropy',
    inputs: [[4, 5]],
    run: ([logits]) => crossEntropy(logits!, tensor1d([0, 4, 2, 2], 'int32')),
    anyPrecision: false,
  },
];
