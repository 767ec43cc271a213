import {
  add,
  concat,
  logSumExp,
  matMul,
  mean,
  mul,
  readResults,
  reshape,
  slice,
  softplus,
  square,
  sub,
  sum,
  tanh,
  tensor3d,
} from '@nhat/engine';
import type { Scalar, Tensor, Tensor2D, Tensor3D, Tensor4D } from '@nhat/engine';
import { linear } from '@nhat/models';
import type { Stream } from '@nhat/random';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import { adaptiveAverage } from './adaptive-average';
import { joined, matchingMeasure } from './matching';
import type { MethodFacts, PretextModule } from './pretext';
import { stackedViews } from './stacked-views';

export const amdimOptions = {
  type: 'object',
  description:
    'Finds the places of an image from another view of it, among places of other images (Bachman et al. 2019).',
  properties: {
    clip: {
      type: 'number',
      description: 'Bounds scores softly to ± this.',
      default: 30,
      exclusiveMinimum: 0,
      maximum: 1000,
    },
    regulariser: {
      type: 'number',
      description: 'Weight of the mean squared score before clipping.',
      default: 0.05,
      minimum: 0,
      maximum: 10,
    },
  },
} as const satisfies OptionSchema;

export const amdimFacts: MethodFacts<typeof amdimOptions> = {
  options: amdimOptions,
  views: 2,
  leastBatch: 2,
  sharedBetweenViews: ['flip'],
  needs: ['coarse', 'fine'],
  pretraining: { peakRate: 1e-3, finalRate: 1e-6, weightDecay: 1e-5 },
  learning: {
    ...{ check: 'otherView', label: 'top-1 of the other view', rule: 'at least 10 times chance' },
    ...{ higherIsBetter: true, unit: 'share', range: [0, 1] },
  },
};

type Options = OptionValues<typeof amdimOptions>;

/**
 * AMDIM (the paper's released code): two views go through the backbone as one batch. Features predict the
 * coarse map, averaged to 5 × 5 places, and the fine map, averaged to 7 × 7, of the other view; so does one random place of the
 * 5 × 5. Total: 1→5 + 1→7 + 5→5, each the mean over both directions, and half the sum of the six regularisers.
 *
 * Averaging comes before the 1 × 1 convolution to the length of the features: both are linear, so it is the same, and
 * of fewer places in most sizes. Images of 32 pixels have maps of 4 × 4 (ResNet9): places then overlap.
 */
export const amdim: PretextModule<typeof amdimOptions> = {
  facts: amdimFacts,
  create(options, { backbone, heads }) {
    const { features: width, gives } = backbone;
    const embed5 = linear(heads, 'amdim.local5', gives.coarse!, width);
    const embed7 = linear(heads, 'amdim.local7', gives.fine!, width);
    return {
      loss({ views, stream }) {
        const count = views[0]!.count;
        const { features, coarse, fine, map } = backbone.forward(stackedViews(views), {
          training: true,
          want: ['features', 'map', 'coarse', 'fine'],
        });
        const five = embed5(adaptiveAverage(coarse, 5));
        const seven = embed7(adaptiveAverage(fine, 7));
        const place = randomPlaces(five, stream.fork('places'));
        const terms = [
          prediction(features, five, options),
          prediction(features, seven, options),
          prediction(place, five, options),
        ] as const;
        const [oneToFive, oneToSeven, fiveToFive] = terms.map(({ contrast }) => contrast);
        return {
          loss: terms.map(({ total }) => total).reduce((a, b) => add(a, b)),
          metrics: {
            oneToFive: oneToFive!,
            oneToSeven: oneToSeven!,
            fiveToFive: fiveToFive!,
          },
          features: slice(features, [0, 0], [count, width]),
          map,
        };
      },
      async measureLearning(batches) {
        const [ofFirst, ofSecond]: [Float32Array[], Float32Array[]] = [[], []];
        for (const { views } of batches) {
          const { count } = views[0]!;
          const [vectors, keys] = await readResults(() => {
            const pass = { training: false, want: ['features', 'coarse'] } as const;
            const { features, coarse } = backbone.forward(stackedViews(views.slice(0, 2)), pass);
            // The mean score over the places of an image is the score of their mean.
            const places = mean(embed5(adaptiveAverage(coarse, 5)), 1) as Tensor2D;
            const [from, size] = [
              [count, 0],
              [count, width],
            ] as [[number, number], [number, number]];
            return [slice(features, [0, 0], size), slice(places, from, size)];
          });
          ofFirst.push(vectors!.slice());
          ofSecond.push(keys!.slice());
        }
        return matchingMeasure(joined(ofFirst), joined(ofSecond), width);
      },
    };
  },
};

/** One place of each map, drawn for each: [maps, places, width] → [maps, width]. */
function randomPlaces(map: Tensor3D, stream: Stream): Tensor2D {
  const [maps, places, width] = map.shape;
  const chosen = new Float32Array(maps * places);
  for (let i = 0; i < maps; i++) chosen[i * places + stream.integer(places)] = 1;
  return reshape(matMul(tensor3d(chosen, [maps, 1, places]), map), [maps, width]);
}

/**
 * How well `sources` [2 · count, width] of each view find the `targets` [2 · count, places, width] of the other.
 * `contrast`: mean of both directions; `total`: with the regularisers, half of each direction's.
 */
function prediction(
  sources: Tensor2D,
  targets: Tensor3D,
  { clip, regulariser }: Options,
): { contrast: Scalar; total: Scalar } {
  const [both, places, width] = targets.shape;
  const count = both / 2;
  const others = concat([
    slice(targets, [count, 0, 0], [count, places, width]),
    slice(targets, [0, 0, 0], [count, places, width]),
  ]);
  const s = reshape(mul(sources, 1 / Math.sqrt(width)), [2, count, width]);
  const t = reshape(others, [2, count * places, width]);
  const scores = reshape(matMul(s, t, false, true), [2, count, count, places]) as Tensor4D;
  const contrast = infoNce(mul(tanh(mul(scores, 1 / clip)), clip));
  return { contrast, total: add(contrast, mul(mean(square(scores)), regulariser)) };
}

/**
 * −ln(eᵖ / (eᵖ + Σ eⁿ)), averaged over sources and places: `scores` [2, source image, target image, place]; p: a place of
 * the source's own image, n: all places of all other images.
 */
function infoNce(scores: Tensor4D): Scalar {
  const [, count, , places] = scores.shape;
  const own = ownImage(count);
  const positives = sum(mul(scores, own), 2);
  const rest = reshape(sub(scores, mul(own, 1e9)), [2, count, count * places]);
  const negatives = reshape(logSumExp(rest), [2, count, 1]);
  return mean(softplus(sub(negatives, positives)));
}

/** [count, count, 1]: 1 where source and target are the same image. */
function ownImage(count: number): Tensor {
  const own = new Float32Array(count * count);
  for (let i = 0; i < count; i++) own[i * count + i] = 1;
  return tensor3d(own, [count, count, 1]);
}
