import {
  add,
  concat,
  crossEntropy,
  matMul,
  mean,
  mul,
  readResults,
  takeRows,
  tensor1d,
  tensor2d,
  tensor4d,
} from '@nhat/engine';
import type { Scalar, Tensor1D, Tensor2D, Variable } from '@nhat/engine';
import { chromaShare } from '@nhat/augment';
import type { OptionSchema } from '@nhat/documents';
import { joined, matchingMeasure } from './matching';
import { memoryBank, remember } from './memory-bank';
import { ownNegatives, sharedNegatives } from './negatives';
import type { Negatives } from './negatives';
import type { MethodFacts, PretextModule } from './pretext';

export const cmcOptions = {
  type: 'object',
  description:
    'Finds the colours (ab) that belong to a lightness (L), and the other way round, among those of other images (Tian et al. 2019). Images in grey have no colours to find.',
  properties: {
    negatives: {
      type: 'integer',
      description:
        'How many other images are drawn, at most as many as there are (ResNet9: 8192; the paper takes 4086 for ResNet50, 16384 for dense tasks).',
      default: 8192,
      minimum: 1,
      maximum: 1_000_000,
    },
    temperature: {
      type: 'number',
      description: 'Divides the scores.',
      default: 0.1,
      exclusiveMinimum: 0,
      maximum: 100,
    },
    momentum: {
      type: 'number',
      description:
        'Share of the old row when an image is remembered (ResNet9: 0.2; the paper takes 0.4 for ResNet50 and dense tasks).',
      default: 0.2,
      minimum: 0,
      maximum: 1,
    },
    sharedNegatives: {
      type: 'boolean',
      description:
        'One draw of negatives for a whole batch: the same loss on average in less time; false draws for each image, as the paper does.',
      default: true,
    },
  },
} as const satisfies OptionSchema;

/** The smallest share of the variance of the images that must be in their colours. */
const LEAST_CHROMA = 0.01;

export const cmcFacts: MethodFacts<typeof cmcOptions> = {
  options: cmcOptions,
  views: 1,
  needs: ['lightness', 'colour'],
  pretraining: { peakRate: 1e-3, finalRate: 1e-6, weightDecay: 1e-5 },
  augment: { jitter: false },
  learning: {
    ...{ check: 'lightnessToColours', label: 'L→ab top-1', rule: 'at least 10 times chance' },
    ...{ higherIsBetter: true, unit: 'share', range: [0, 1] },
  },
  checkImages: ({ negatives }, images) =>
    Number(negatives) <= images
      ? undefined
      : {
          option: 'negatives',
          what: 'draws more negatives than there are images',
          expected: `at most ${images}`,
        },
  checkColours: (lab) =>
    chromaShare(lab) >= LEAST_CHROMA
      ? undefined
      : {
          what: 'the images are grey or have one colour, so there are no colours to find',
          got: `${(100 * chromaShare(lab)).toFixed(2)} % of their variance is in colours`,
          expected: `at least ${100 * LEAST_CHROMA} %`,
          advice: 'Take another method for this dataset, or a dataset with colours.',
        },
};

/**
 * CMC (the paper's released code): one network sees L, one ab; their outputs l and ab have length 1. Two memory
 * banks hold a row for each image. Of an image y and K rows drawn from the whole bank (y may be among them), l finds
 * row y of the bank of ab, and ab that of the bank of l: −ln softmax(score / temperature)_y, summed over both, averaged
 * over the batch. Then both rows y are renewed.
 */
export const cmc: PretextModule<typeof cmcOptions> = {
  facts: cmcFacts,
  create({ negatives, temperature, momentum, ...options }, { backbone, heads, images }) {
    const [bankL, bankAb] = ['l', 'ab'].map((name) =>
      memoryBank(heads, `cmc.bank_${name}`, images, backbone.features / 2),
    ) as [Variable, Variable];
    const draw = options.sharedNegatives ? sharedNegatives : ownNegatives;
    return {
      loss({ views, indices, stream }) {
        const { values, count, size, channels } = views[0]!;
        const x = tensor4d(values, [count, size, size, channels]);
        const pass = { training: true, want: ['lightness', 'colour', 'map'] } as const;
        const { lightness: l, colour: ab, map } = backbone.forward(x, pass);
        const compare = comparison(
          draw({ indices, negatives, images, stream: stream.fork('negatives') }),
        );
        const lossL = compare(mul(l, 1 / temperature), bankAb);
        const lossAb = compare(mul(ab, 1 / temperature), bankL);
        const rows = tensor1d(Int32Array.from(indices), 'int32');
        remember(bankL, rows, l, momentum);
        remember(bankAb, rows, ab, momentum);
        return {
          loss: add(lossL, lossAb),
          metrics: { l: lossL, ab: lossAb },
          features: concat([l, ab], 1),
          map,
        };
      },
      async measureLearning(batches) {
        const [ls, abs]: [Float32Array[], Float32Array[]] = [[], []];
        for (const { views } of batches) {
          const { values, count, size, channels } = views[0]!;
          const [l, ab] = await readResults(() => {
            const x = tensor4d(values, [count, size, size, channels]);
            const pass = { training: false, want: ['lightness', 'colour'] } as const;
            const { lightness, colour } = backbone.forward(x, pass);
            return [lightness, colour];
          });
          ls.push(l!.slice());
          abs.push(ab!.slice());
        }
        return matchingMeasure(joined(ls), joined(abs), backbone.features / 2);
      },
    };
  },
};

/** The mean over the batch of −ln softmax(vectors · rows)_own. */
function comparison({ rows, candidates, ...sets }: Negatives) {
  const batch = sets.own.length;
  const logCounts = tensor2d(sets.logCounts, [batch, candidates]);
  const own = tensor1d(sets.own, 'int32');
  const ownLogCounts = tensor1d(sets.ownLogCounts);
  const taken = rows && tensor1d(rows, 'int32');
  return (vectors: Tensor2D, bank: Variable): Scalar => {
    const table = taken ? takeRows(bank, taken) : (bank as unknown as Tensor2D);
    const logits = add(matMul(vectors, table, false, true), logCounts) as Tensor2D;
    return mean(add(crossEntropy(logits, own), ownLogCounts) as Tensor1D);
  };
}
