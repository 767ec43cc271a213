import { argMax, cast, crossEntropy, equal, mean, tensor } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import type { OptionSchema } from '@nhat/documents';
import { classColours } from './class-colours';
import { commonestShare } from './constant-score';
import { createMapHead, truthUnder } from './map-head';
import { taskModule } from './task';
import type { TaskFacts } from './task';

export const segmentationOptions = {
  type: 'object',
  description: 'Classifies every position of the map as an object class or background.',
  properties: {},
} as const satisfies OptionSchema;

export const segmentationFacts = {
  options: segmentationOptions,
  truth: 'mask',
  metric: 'pixelAccuracy',
  higherIsBetter: true,
  fittedAt: 0.95,
} as const satisfies TaskFacts;

/**
 * Semantic segmentation (the paper's released code): a head at every position of the
 * backbone's map, cross-entropy over the classes and background (0), against the mask resized to the map by the rule
 * of PyTorch's nearest. Where a crop moved the image in from outside, the mask is background.
 *
 * Metrics at the positions of the map: `pixelAccuracy` (the paper's), `mIoU` (intersection over union of all
 * images, mean over the classes that occur in truth or prediction; not in the paper), and `majority`, the share of the
 * commonest class, which pixel accuracy has to beat.
 */
export const segmentation = /* @__PURE__ */ taskModule(segmentationFacts, {
  constantScore: commonestShare,
  create(_, context) {
    const classes = context.classes + 1;
    const logits = createMapHead(context, 'segmentation', classes);
    return {
      targets: (batch, side) => ({ kind: 'classes', of: truthUnder(side, batch), classes }),
      loss(batch) {
        const map = logits.train(batch.images);
        const [count, side] = map.shape;
        const labels = tensor(
          Int32Array.from(truthUnder(map.shape[1], batch)),
          [count, side, side],
          'int32',
        );
        const right = equal(argMax(map, 3), labels);
        return {
          loss: mean(crossEntropy(map, labels)) as Scalar,
          metrics: { pixelAccuracy: mean(cast(right, 'float32')) as Scalar },
        };
      },
      async counts(batch) {
        const { side, derived } = await logits.evaluate(batch.images, (map) => argMax(map, 3));
        return confusion(truthUnder(side, batch), derived, classes);
      },
      async pictures(batch) {
        const { side, derived } = await logits.evaluate(batch.images, (map) => argMax(map, 3));
        return [
          { name: 'truth', size: side, pixels: classColours(truthUnder(side, batch)) },
          { name: 'prediction', size: side, pixels: classColours(derived) },
        ];
      },
      metrics: (counts) => metricsOf(counts, classes),
    };
  },
});

/** `[classes · classes]`: counts of positions by true class (row) and predicted class (column). */
function confusion(truth: Uint8Array, named: ArrayLike<number>, classes: number): Float32Array {
  const counts = new Float32Array(classes * classes);
  truth.forEach((label, at) => {
    counts[label * classes + named[at]!]! += 1;
  });
  return counts;
}

function metricsOf(counts: Float64Array, classes: number): Record<string, number> {
  const every = Array.from({ length: classes }, (_, k) => k);
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const right = every.map((k) => counts[k * classes + k]!);
  const inTruth = every.map((k) => total(every.map((other) => counts[k * classes + other]!)));
  const inNamed = every.map((k) => total(every.map((other) => counts[other * classes + k]!)));
  const union = every.map((k) => inTruth[k]! + inNamed[k]! - right[k]!);
  const occurring = every.filter((k) => union[k]! > 0);
  const positions = total(inTruth);
  return {
    pixelAccuracy: total(right) / positions,
    mIoU: total(occurring.map((k) => right[k]! / union[k]!)) / occurring.length,
    majority: Math.max(...inTruth) / positions,
  };
}
