import {
  add,
  argMax,
  cast,
  concat,
  crossEntropy,
  div,
  equal,
  logSumExp,
  matMul,
  mean,
  mul,
  slice,
  sub,
  sum,
  tensor1d,
  tensor2d,
} from '@nhat/engine';
import type { Scalar, Tensor2D } from '@nhat/engine';
import { unitRows } from '@nhat/models';
import type { Weights } from '@nhat/models';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import { foundViews } from './found-views';
import type { MethodFacts, PretextModule } from './pretext';
import { projector, widthOf } from './projector';
import { stackedViews } from './stacked-views';
import { twoViews } from './two-views';

export const simclrOptions = {
  type: 'object',
  description:
    'Finds the other view of an image among the views of all images of the batch (Chen et al. 2020).',
  properties: {
    temperature: {
      type: 'number',
      description: 'Divides the cosines of two views.',
      default: 0.2,
      minimum: 0.01,
      maximum: 10,
    },
    decoupled: {
      type: 'boolean',
      description:
        'Leaves the other view of the same image out of the denominator (Yeh et al. 2022), which helps small batches.',
      default: false,
    },
    hidden: widthOf('Width of the hidden layer', 2),
    outputs: widthOf('Length of the output', 0.5),
  },
} as const satisfies OptionSchema;

export const simclrFacts: MethodFacts<typeof simclrOptions> = {
  options: simclrOptions,
  ...twoViews,
  leastBatch: 2,
  pretraining: { batch: 128, peakRate: 1.4e-3, finalRate: 1e-6, weightDecay: 1e-6, warmup: 0.05 },
};

/** Less than any score of two views can be: exp of it is 0. */
const NEVER = -1e9;

/**
 * SimCLR: both views of N images go through backbone and projector as one batch of 2N; z is the output at length 1, and the score
 * of two rows is z·z′ / temperature. NT-Xent: −ln softmax of the score of the other view among the 2N − 1 other rows, averaged
 * over rows. Decoupled: the other view is not in the denominator, so the sum is over 2N − 2 rows.
 */
export const simclr: PretextModule<typeof simclrOptions> = {
  facts: simclrFacts,
  create({ hidden, outputs, ...options }, { backbone, heads, createBackbone }) {
    const shape = { features: backbone.features, hidden, outputs, layers: 1 };
    const createHead = (weights: Weights) => projector(weights, 'simclr', shape);
    const head = createHead(heads);
    return {
      loss({ views }) {
        const { count } = views[0]!;
        const pass = backbone.forward(stackedViews(views), {
          training: true,
          want: ['features', 'map'],
        });
        const z = unitRows(head.project(pass.features, true));
        const features = slice(pass.features, [0, 0], [count, backbone.features]);
        return { ...contrast(z, options), features, map: pass.map };
      },
      measureLearning: (batches) =>
        foundViews(batches, { backbone, head, createHead, createBackbone }),
    };
  },
};

type Options = Pick<OptionValues<typeof simclrOptions>, 'temperature' | 'decoupled'>;

/** `z` [2N, width]: rows of length 1, the first views before the second ones. `accuracy`: of finding the other view. */
export function contrast(z: Tensor2D, { temperature, decoupled }: Options) {
  const [rows, width] = z.shape;
  const count = rows / 2;
  const scores = add(div(matMul(z, z, false, true), temperature), unless(rows, [0])) as Tensor2D;
  const others = Int32Array.from({ length: rows }, (_, i) => (i + count) % rows);
  const labels = tensor1d(others, 'int32');
  const accuracy = mean(cast(equal(argMax(scores, 1), labels), 'float32')) as Scalar;
  if (!decoupled) {
    return { loss: mean(crossEntropy(scores, labels)) as Scalar, metrics: { accuracy } };
  }
  const swapped = concat([slice(z, [count, 0], [count, width]), slice(z, [0, 0], [count, width])]);
  const positives = div(sum(mul(z, swapped), 1), temperature);
  const rest = logSumExp(add(scores, unless(rows, [count])));
  return { loss: mean(sub(rest, positives)) as Scalar, metrics: { accuracy } };
}

/** [rows, rows]: `NEVER` where the column is the row plus one of `distances` (around the end), else 0. */
function unless(rows: number, distances: readonly number[]): Tensor2D {
  const values = new Float32Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (const distance of distances) values[i * rows + ((i + distance) % rows)] = NEVER;
  }
  return tensor2d(values, [rows, rows]);
}
