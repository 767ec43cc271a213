import type { Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { tensor1d, variable } from '@tensorflow/tfjs-core';
import { add } from './ops/add';
import { batchNorm } from './ops/batch-norm';
import type { RunningStatistics } from './ops/batch-norm';
import { batchNormCelu } from './ops/batch-norm-celu';
import { batchNormRelu } from './ops/batch-norm-relu';
import { celu } from './ops/celu';
import { conv2d } from './ops/conv2d';
import { conv2dTranspose } from './ops/conv2d-transpose';
import type { Window } from './ops/convolution-geometry';
import { crossEntropy } from './ops/cross-entropy';
import { dense } from './ops/dense';
import { globalAverage } from './ops/global-average';
import { logSumExp } from './ops/log-sum-exp';
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
/** Enough images of few enough places for `hasSmallMaps`. */
const smallMaps = [16, 4, 3, 3];

const convolution = (
  name: string,
  kernel: number,
  window: Partial<Window>,
  images = image,
): GradientCase => ({
  name: `conv2d ${name}`,
  inputs: [images, [kernel, kernel, 3, 4]],
  run: ([x, filter]) => conv2d(x as Tensor4D, filter as Tensor4D, window),
  anyPrecision: true,
});

const transposed = (name: string, kernel: number, window: Partial<Window>): GradientCase => ({
  name: `conv2dTranspose ${name}`,
  inputs: [
    [2, 3, 4, 3],
    [kernel, kernel, 4, 3],
  ],
  run: ([x, filter]) => conv2dTranspose(x as Tensor4D, filter as Tensor4D, window),
  anyPrecision: true,
});

type Normalise = (x: Tensor, scale: Tensor, offset: Tensor, running: RunningStatistics) => Tensor;

const normalisation = (name: string, normalise: Normalise, shape = image): GradientCase => ({
  name,
  inputs: [shape, [3], [3]],
  run([x, scale, offset]) {
    // Statistics of their own for every evaluation, so that one does not move those of the next.
    const mean: Variable = variable(tensor1d([0.1, -0.2, 0.3]));
    const variance: Variable = variable(tensor1d([0.5, 1, 2]));
    const y = normalise(x!, scale!, offset!, { mean, variance });
    mean.dispose();
    variance.dispose();
    return y;
  },
  anyPrecision: true,
});

const [training, fixed] = [{ training: true }, { training: false }];
const alpha = 0.4;
/** So few values that none comes so near to 0 that a finite difference would step over it. */
const few = [2, 2, 3, 3];

/** Every operation, in the shapes and strides that networks use. */
export const gradientCases: readonly GradientCase[] = [
  convolution('3×3', 3, { padding: 1 }),
  convolution('1×1', 1, {}),
  convolution('1×1 stride 2', 1, { stride: 2 }),
  convolution('3×3 stride 2', 3, { stride: 2, padding: 1 }),
  convolution('7×7 stride 2', 7, { stride: 2, padding: 3 }),
  convolution('3×3 dilation 2', 3, { dilation: 2, padding: 2 }),
  convolution('3×3 dilation 2 padding 1', 3, { dilation: 2, padding: 1 }),
  convolution('5×5 padding 1', 5, { padding: 1 }),
  convolution('4×4 stride 3', 4, { stride: 3 }),
  convolution('3×3 of small maps', 3, { padding: 1 }, smallMaps),
  convolution('2×2 of small maps, unpadded', 2, {}, smallMaps),
  transposed('4×4', 4, {}),
  transposed('4×4 stride 2', 4, { stride: 2, padding: 1 }),
  transposed('3×3 stride 2', 3, { stride: 2, padding: 1 }),
  normalisation('batchNorm', (...list) => batchNorm(...list, training)),
  normalisation('batchNorm, fixed statistics', (...list) => batchNorm(...list, fixed)),
  normalisation('batchNorm of vectors', (...list) => batchNorm(...list, training), [12, 3]),
  normalisation('batchNormRelu', (...list) => batchNormRelu(...list, training), few),
  normalisation('batchNormRelu, fixed', (...list) => batchNormRelu(...list, fixed), few),
  normalisation('batchNormCelu', (...list) => batchNormCelu(...list, { ...training, alpha })),
  normalisation('batchNormCelu, fixed', (...list) => batchNormCelu(...list, { ...fixed, alpha })),
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
  {
    name: 'logSumExp',
    inputs: [[3, 2, 5]],
    run: ([x]) => logSumExp(x!),
    anyPrecision: false,
  },
];
