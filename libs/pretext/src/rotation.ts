import { readResults, tensor1d, tensor4d } from '@nhat/engine';
import { linear } from '@nhat/models';
import type { Stream } from '@nhat/random';
import type { OptionSchema } from '@nhat/documents';
import { classified } from '@nhat/train';
import { rotate90 } from '@nhat/augment';
import type { MethodFacts, PretextModule } from './pretext';

export const rotationOptions = {
  type: 'object',
  description: 'Tells by which multiple of 90° an image was turned (Gidaris et al. 2018).',
  properties: {},
} as const satisfies OptionSchema;

export const rotationFacts: MethodFacts<typeof rotationOptions> = {
  options: rotationOptions,
  views: 1,
  leaksThroughBorder: true,
  learning: {
    ...{ check: 'turns', label: 'accuracy of the quarter turns', rule: '10 points above chance' },
    ...{ higherIsBetter: true, unit: 'share', range: [0, 1] },
  },
  pretraining: { peakRate: 5e-4, finalRate: 1e-5, weightDecay: 1e-4 },
};

/**
 * Rotation (the paper's released code): each batch is split at random into four equal parts, turned by
 * 0, 90, 180 and 270°, each image once; a linear layer on the features names the turn; cross-entropy.
 *
 * The turn is an exact permutation of pixels and comes after augmentation, whose zero fill is the same on all sides: neither
 * gives the turn away. With a lit background and a fixed lamp the border of an image does.
 */
export const rotation: PretextModule<typeof rotationOptions> = {
  facts: rotationFacts,
  create(_, { backbone, heads }) {
    const head = linear(heads, 'rotation', backbone.features, 4);
    return {
      loss({ views, stream }) {
        const [view] = views;
        const turns = quarterTurns(view!.count, stream.fork('turns'));
        const { values, count, size, channels } = rotate90(view!, turns);
        const x = tensor4d(values, [count, size, size, channels]);
        const pass = backbone.forward(x, { training: true, want: ['features', 'map'] });
        return { ...classified(head(pass.features), tensor1d(turns, 'int32')), ...pass, turns };
      },
      async measureLearning(batches) {
        let [right, images] = [0, 0];
        for (const { views, stream } of batches) {
          const [view] = views;
          const turns = quarterTurns(view!.count, stream.fork('turns'));
          const { values, count, size, channels } = rotate90(view!, turns);
          const [logits] = await readResults(() => {
            const x = tensor4d(values, [count, size, size, channels]);
            return [head(backbone.forward(x, { training: false, want: ['features'] }).features)];
          });
          turns.forEach((turn, i) => {
            const answers = logits!.subarray(4 * i, 4 * i + 4);
            if (answers.indexOf(Math.max(...answers)) === turn) right += 1;
          });
          images += count;
        }
        return { value: right / images, ...clearOfGuessing(1 / 4, images) };
      },
    };
  },
};

/** 0 … 3 for each of `count` images, each equally often (when 4 divides the count), in random places. */
export function quarterTurns(count: number, stream: Stream): Int32Array {
  const turns = new Int32Array(count);
  stream.permutation(count).forEach((image, at) => {
    turns[image] = at % 4;
  });
  return turns;
}

/** Ten points above the share of right guesses, or three standard deviations of it where there are few images. */
function clearOfGuessing(chance: number, images: number): { chance: number; threshold: number } {
  const deviation = Math.sqrt((chance * (1 - chance)) / images);
  return { chance, threshold: Math.min(1, chance + Math.max(0.1, 3 * deviation)) };
}
