import { abs, cast, less, maximum, mean, mul, square, sub, tensor } from '@nhat/engine';
import type { Scalar, Tensor } from '@nhat/engine';
import { DEPTH_STEPS } from '@nhat/documents';
import type { OptionSchema } from '@nhat/documents';
import { largestShareNear } from './constant-score';
import { createMapHead, truthUnder } from './map-head';
import { taskModule } from './task';
import type { TaskFacts } from './task';

export const depthOptions = {
  type: 'object',
  description: 'Estimates the depth at every position of the map.',
  properties: {
    loss: {
      type: 'string',
      enum: ['l1', 'l2'],
      description:
        'Mean of the absolute or of the squared difference, in units of a quarter of a scene unit. The paper: l1.',
      default: 'l1',
    },
  },
} as const satisfies OptionSchema;

export const depthFacts = {
  options: depthOptions,
  truth: 'depth',
  metric: 'delta125',
  higherIsBetter: true,
  fittedAt: 0.95,
} as const satisfies TaskFacts;

/** The unit of the loss is a quarter of a scene unit (paper code: byte / 25). */
const UNITS_PER_SCENE_UNIT = 4;
const BYTES_PER_UNIT = DEPTH_STEPS / UNITS_PER_SCENE_UNIT;
const BACKGROUND = 255 / BYTES_PER_UNIT;

/** The limit of the main metric, `delta125`: a prediction within this factor of the truth is correct. */
const DELTA = 1.25;

/** The smallest depth of a prediction, in units of the loss: 0.001. Smaller predictions are clamped to it. */
const MIN_DEPTH = 1e-3;

/**
 * Depth along the view axis (the paper's released code): a head at every position of the
 * backbone's map; L1 on depth in quarters of a scene unit, 0.04 to 10.2 (the background), against the stored depth
 * resized by the rule of PyTorch's nearest. Zeros, which come from outside where a crop moved the image in, become the
 * largest depth of the batch.
 *
 * Metrics at the positions of the map: `delta125` and `delta110`, shares with max(p/g, g/p) below 1.25 and 1.1 of
 * prediction p and truth g; `absRel`, mean |p − g| / g; `rmse` in scene units. Predictions are first raised to
 * 0.001 at least. The released code does not, so that negative predictions give negative ratios, which it counts
 * as right: `delta125Unclamped` is that figure. `majority` is the `delta125` of a network that says background
 * everywhere. All are over all positions of all images; the released code averages its figures over batches.
 */
export const depth = /* @__PURE__ */ taskModule(depthFacts, {
  constantScore(targets) {
    if (targets.kind !== 'values') throw new Error('depth: the targets are no values');
    return largestShareNear(targets.of, DELTA);
  },
  create(options, context) {
    const estimate = createMapHead(context, 'depth', 1);
    return {
      targets: (batch, side) => ({ kind: 'values', of: depthsOf(truthUnder(side, batch)) }),
      loss(batch) {
        const map = estimate.train(batch.images);
        const values = depthsOf(truthUnder(map.shape[1], batch));
        const truth = tensor(values, map.shape);
        const difference = sub(map, truth);
        const loss = options.loss === 'l2' ? square(difference) : abs(difference);
        return {
          loss: mean(loss) as Scalar,
          metrics: { delta125: closeShare(map, truth, DELTA) },
        };
      },
      async counts(batch) {
        const { side, outputs } = await estimate.evaluate(batch.images);
        return sumsOf(outputs, depthsOf(truthUnder(side, batch)));
      },
      async pictures(batch) {
        const { side, outputs } = await estimate.evaluate(batch.images);
        const truth = depthsOf(truthUnder(side, batch));
        return [
          { name: 'truth', size: side, pixels: depthShades(truth) },
          { name: 'prediction', size: side, pixels: depthShades(outputs) },
        ];
      },
      metrics: ([positions, near, nearer, unclamped, relative, squares, far]) => ({
        delta125: near! / positions!,
        delta110: nearer! / positions!,
        delta125Unclamped: unclamped! / positions!,
        absRel: relative! / positions!,
        rmse: Math.sqrt(squares! / positions!) / UNITS_PER_SCENE_UNIT,
        majority: far! / positions!,
      }),
    };
  },
});

/** Converts bytes to units of the loss; 0 becomes the largest depth of the batch. */
function depthsOf(bytes: Uint8Array): Float32Array {
  const most = bytes.reduce((largest, byte) => Math.max(largest, byte), 1);
  return Float32Array.from(bytes, (byte) => (byte === 0 ? most : byte) / BYTES_PER_UNIT);
}

/** Greys from white, for depth 0, to black, for the background: sRGB bytes, three a position. */
function depthShades(depths: Float32Array): Uint8Array {
  const shades = new Uint8Array(depths.length * 3);
  depths.forEach((depth, at) => {
    const share = Math.min(1, Math.max(0, depth / BACKGROUND));
    shades.fill(Math.round(255 * (1 - share)), 3 * at, 3 * at + 3);
  });
  return shades;
}

/** The share of positions with p < limit · g and g < limit · p, which are the ratios without a division. */
function closeShare(map: Tensor, truth: Tensor, limit: number): Scalar {
  const p = maximum(map, MIN_DEPTH);
  const below = cast(less(p, mul(truth, limit)), 'float32');
  const above = cast(less(truth, mul(p, limit)), 'float32');
  return mean(mul(below, above)) as Scalar;
}

/** Positions, those within 1.25, within 1.1, within 1.25 as in the released code; Σ |p − g| / g, Σ (p − g)²; within 1.25 of the background. */
function sumsOf(map: Float32Array, truth: Float32Array): Float32Array {
  const sums = new Float64Array(7);
  truth.forEach((g, at) => {
    const p = Math.max(map[at]!, MIN_DEPTH);
    const ratio = Math.max(p / g, g / p);
    const raw = Math.max(map[at]! / g, g / map[at]!);
    const errors = [Math.abs(p - g) / g, (p - g) ** 2];
    const terms = [1, ratio < DELTA, ratio < 1.1, raw < DELTA, ...errors, BACKGROUND / g < DELTA];
    terms.forEach((term, k) => {
      sums[k]! += Number(term);
    });
  });
  return Float32Array.from(sums);
}
