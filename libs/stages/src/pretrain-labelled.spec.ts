import { decodeWeights } from '@nhat/artifacts';
import { allAugmentations } from '@nhat/augment/testing/plans';
import type { PretrainConfig } from '@nhat/documents';
import { resnet9 } from '@nhat/models';
import { rotation } from '@nhat/pretext';
import { stream } from '@nhat/random';
import { labelOrder } from '@nhat/train';
import { pretrainLabelled } from './pretrain-labelled';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { smallDataset } from './testing/small-dataset';

const blobs = memoryBlobs();
const parts = {
  ...{ backbone: resnet9, method: rotation, augmentations: allAugmentations },
};
const config: PretrainConfig = {
  dataset: 'small',
  backbone: { name: 'resnet9', options: { width: 1 / 16, features: 16 } },
  method: { name: 'rotation', options: {} },
  probes: [],
  schedule: {
    ...{ imagesSeen: 32, batch: 16, peakRate: 1e-2, finalRate: 1e-5 },
    ...{ warmup: 0.1, weightDecay: 1e-4 },
  },
  augment: { jitter: false, grey: false, flip: false, crop: true, cutout: false },
  ...{ precision: 'float32', seed: 3 },
};
const labelled = { n: 20, seed: 5 };
const drawn = labelOrder(
  Array.from({ length: 60 }, (_, i) => i % 10),
  stream(5, 'labels'),
).slice(0, 20);

/** Training images whose pixels are black where `isBlack` says so. */
const dataset = (isBlack: (image: number) => boolean) =>
  smallDataset(
    blobs,
    (shard) => {
      if (shard.split !== 'train') return shard;
      const per = shard.pixels.length / shard.count;
      const pixels = shard.pixels.map((value, at) =>
        isBlack(shard.first + Math.floor(at / per)) ? 0 : value,
      );
      return { ...shard, pixels };
    },
    { validation: 20 },
  );

async function weightsOf(isBlack: (image: number) => boolean) {
  const data = dataset(isBlack);
  // The mean colours of the dataset are those of all images, in all cases.
  data.outputs.scores['lab'] = dataset(() => false).outputs.scores['lab']!;
  const run = memoryRun({ ...config, labelled }, { blobs, upstream: [data] });
  const { blobs: written, scores } = await pretrainLabelled(parts)(run);
  return { weights: decodeWeights(blobs.read(written['weights']!)), scores };
}

describe('pretraining on labelled images alone', () => {
  it('learns from the images of the draw that all arms of a seed have, and from no other', async () => {
    const own = await weightsOf(() => false);
    const withoutOthers = await weightsOf((image) => !drawn.includes(image));
    expect(withoutOthers.weights).toEqual(own.weights);
    expect(own.scores).toMatchObject({ method: 'rotation', imagesSeen: 32 });
    expect(own.scores['learning']).toMatchObject({ check: 'turns' });
    const withoutOne = await weightsOf((image) => image === drawn[7]);
    expect(withoutOne.weights).not.toEqual(own.weights);
  });
});
