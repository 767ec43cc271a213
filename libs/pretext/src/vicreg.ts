import { add, matMul, mean, mul, relu, reshape, slice, sqrt, square, sub, sum } from '@nhat/engine';
import type { Scalar, Tensor2D, Tensor3D } from '@nhat/engine';
import type { Weights } from '@nhat/models';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import { foundViews } from './found-views';
import type { MethodFacts, PretextModule } from './pretext';
import { projector, widthOf } from './projector';
import { stackedViews } from './stacked-views';
import { twoViews } from './two-views';

const weightOf = <Default extends number>(what: string, value: Default) =>
  ({
    type: 'number',
    description: `Weight of ${what}.`,
    default: value,
    minimum: 0,
    maximum: 10_000,
  }) as const;

export const vicregOptions = {
  type: 'object',
  description:
    'Gives two views of an image the same embedding, whose dimensions vary and are not correlated (Bardes et al. 2022).',
  properties: {
    invariance: weightOf('the mean squared difference between the embeddings of two views', 25),
    variance: weightOf('the lack of each dimension in standard deviation, up to 1', 25),
    covariance: weightOf('the squared covariances between dimensions', 1),
    hidden: widthOf('Width of both hidden layers', 4),
    outputs: widthOf('Length of the output', 2),
  },
} as const satisfies OptionSchema;

export const vicregFacts: MethodFacts<typeof vicregOptions> = {
  options: vicregOptions,
  ...twoViews,
  leastBatch: 2,
  pretraining: { batch: 128, peakRate: 7e-4, finalRate: 1e-6, weightDecay: 1e-6, warmup: 0.05 },
};

/**
 * VICReg: both views of N images go through backbone and projector as one batch. Of the embeddings z, z′ [N, D]:
 * invariance · mean (z − z′)² + variance · [v(z) + v(z′)] + covariance · [c(z) + c(z′)], where v is the mean over dimensions of
 * max(0, 1 − √(variance + 1e-4)) and c the sum of the squared covariances of different dimensions, divided by D.
 */
export const vicreg: PretextModule<typeof vicregOptions> = {
  facts: vicregFacts,
  create({ hidden, outputs, ...terms }, { backbone, heads, createBackbone }) {
    const shape = { features: backbone.features, hidden, outputs, layers: 2 };
    const createHead = (weights: Weights) => projector(weights, 'vicreg', shape);
    const head = createHead(heads);
    return {
      loss({ views }) {
        const { count } = views[0]!;
        const pass = backbone.forward(stackedViews(views), {
          training: true,
          want: ['features', 'map'],
        });
        const features = slice(pass.features, [0, 0], [count, backbone.features]);
        const z = head.project(pass.features, true);
        return { ...regularised(z, terms), features, map: pass.map };
      },
      measureLearning: (batches) =>
        foundViews(batches, { backbone, head, createHead, createBackbone }),
    };
  },
};

type LossWeights = Pick<
  OptionValues<typeof vicregOptions>,
  'invariance' | 'variance' | 'covariance'
>;

/** Under the root, so that its slope is finite where a dimension does not vary. */
const LEAST_VARIANCE = 1e-4;

/** `z` [2N, D]: the embeddings of the first views before those of the second ones. */
export function regularised(z: Tensor2D, weights: LossWeights) {
  const [rows, width] = z.shape;
  const count = rows / 2;
  const views = reshape(z, [2, count, width]) as Tensor3D;
  const [first, second] = [0, 1].map((view) => slice(views, [view, 0, 0], [1, count, width]));
  const invariance = mean(square(sub(first!, second!))) as Scalar;
  const centred = sub(views, mean(views, 1, true)) as Tensor3D;
  const variances = mul(sum(square(centred), 1), 1 / (count - 1)); // [2, D]
  const lacks = relu(sub(1, sqrt(sub(variances, -LEAST_VARIANCE))));
  const variance = mul(mean(lacks), 2) as Scalar;
  const covariances = mul(matMul(centred, centred, true, false), 1 / (count - 1)); // [2, D, D]
  const different = sub(sum(square(covariances)), sum(square(variances)));
  const covariance = mul(different, 1 / width) as Scalar;
  const loss = add(
    mul(invariance, weights.invariance),
    add(mul(variance, weights.variance), mul(covariance, weights.covariance)),
  ) as Scalar;
  return { loss, metrics: { invariance, variance, covariance } };
}
