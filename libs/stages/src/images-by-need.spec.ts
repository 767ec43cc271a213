import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { allAugmentations } from '@nhat/augment/testing/plans';
import type { FrozenConfig, PretrainConfig } from '@nhat/documents';
import { imageStatistics } from '@nhat/evaluations/image-statistics';
import { linearHead } from '@nhat/evaluations/linear-head';
import { resnet9 } from '@nhat/models';
import { rotation, vae } from '@nhat/pretext';
import { openBlobs } from '@nhat/runner/open-blobs';
import type { Stage, Upstream } from '@nhat/runner/stage';
import { openStore } from '@nhat/store';
import { classification } from '@nhat/tasks';
import { computedFeatures } from './computed-features';
import { frozen } from './frozen';
import { pretrain } from './pretrain';
import { pretrainLabelled } from './pretrain-labelled';
import { supervised } from './supervised';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { methodOf } from './testing/method-of';
import { pretrainedNode } from './testing/pretrained-node';
import { smallDataset } from './testing/small-dataset';
import { readSplit } from './training/read-split';

const blobs = memoryBlobs();
const images = smallDataset(blobs, undefined, { validation: 20 });
const shards = Object.values(images.outputs.blobs);
const store = openStore('/', { NHAT_STORE: temporaryFolder('by-need') });
const options = { width: 1 / 16, features: 16 };

const everything = Object.fromEntries(allAugmentations.map(({ name }) => [name, true]));
const seeing = {
  ...{ dataset: 'small', backbone: { name: 'resnet9', options }, precision: 'float32' as const },
  schedule: {
    ...{ imagesSeen: 16 * 2, batch: 16, peakRate: 1e-2, finalRate: 1e-5 },
    ...{ warmup: 0.1, weightDecay: 1e-4 },
  },
  ...{ augment: everything, seed: 3 },
};
const pretraining = (name: string, own: object = {}): PretrainConfig => ({
  ...seeing,
  method: { name, options: { ...methodOf(name).options, ...own } },
  probes: [],
});
const task = { name: 'classification', options: {} };
const judging: FrozenConfig = {
  ...{ dataset: 'small', backbone: { name: 'resnet9', options }, precision: 'float32' },
  ...{ task, n: 30, seed: 5, arm: 'rotation' },
  evaluation: { name: 'linear' },
};
const parts = { backbone: resnet9, augmentations: allAugmentations };

/** What a stage gives where shards are files of a store, and how many parts of them it read. */
async function outcome<Config>(
  stage: Stage<Config>,
  config: Config,
  { memory, upstream = [images] }: { memory: string; upstream?: Upstream[] },
) {
  for (const digest of shards) await store.writeBlob(blobs.read(digest));
  const run = memoryRun(config, { blobs, upstream });
  const opened = openBlobs(store, () => Promise.reject(new Error('not in the store')));
  const before = process.env['NHAT_IMAGE_MEMORY'];
  const reads = { shards: 0, parts: 0 };
  process.env['NHAT_IMAGE_MEMORY'] = memory;
  try {
    const outputs = await stage({
      ...run,
      readBlob(digest) {
        if (shards.includes(digest)) reads.shards += 1;
        return run.readBlob(digest);
      },
      async openBlob(digest) {
        const { bytes, read } = await opened.open(digest);
        const counted = (into: Uint8Array, position: number) => {
          reads.parts += 1;
          read(into, position);
        };
        return { bytes, read: counted };
      },
    });
    return { outputs, embedding: run.facts['embedding'], ...reads };
  } finally {
    opened.close();
    if (before === undefined) delete process.env['NHAT_IMAGE_MEMORY'];
    else process.env['NHAT_IMAGE_MEMORY'] = before;
  }
}

describe('images that are read by need', () => {
  const node = () => pretrainedNode(blobs, { options, seed: 11 });
  const cases: [string, (memory: string) => ReturnType<typeof outcome>][] = [
    [
      'a pretraining',
      (memory) =>
        outcome(pretrain({ ...parts, method: rotation }), pretraining('rotation'), { memory }),
    ],
    [
      'a pretraining with pictures',
      (memory) =>
        outcome(pretrain({ ...parts, method: vae }), pretraining('vae', { decoderWidth: 1 / 8 }), {
          memory,
        }),
    ],
    [
      'a pretraining on labelled images',
      (memory) =>
        outcome(
          pretrainLabelled({ ...parts, method: rotation }),
          { ...pretraining('rotation'), labelled: { n: 20, seed: 5 } },
          { memory },
        ),
    ],
    [
      'a training from scratch',
      (memory) =>
        outcome(
          supervised({ ...parts, task: classification }),
          {
            ...{ ...judging, ...seeing, arm: 'scratch', epochMinimum: 100 },
            evaluation: { name: 'finetune' },
          },
          { memory },
        ),
    ],
    [
      'a linear head',
      async (memory) =>
        outcome(frozen({ ...parts, task: classification, head: linearHead }), judging, {
          ...{ memory, upstream: [images, await node()] },
        }),
    ],
    [
      'statistics of images',
      (memory) =>
        outcome(computedFeatures({ features: imageStatistics }), { dataset: 'small' } as never, {
          memory,
        }),
    ],
  ];

  it.each(cases)('give %s bit for bit what images in memory give', async (_, ran) => {
    const held = await ran('');
    const byNeed = await ran('0');
    expect(held.parts).toBe(0);
    expect(held.shards).toBeGreaterThan(0);
    expect(byNeed.shards).toBe(0);
    expect(byNeed.parts).toBeGreaterThan(0);
    expect(byNeed.outputs).toEqual(held.outputs);
    expect(byNeed.embedding).toEqual(held.embedding);
  });

  it('are those of splits that take more than is allowed', async () => {
    const side = 160; // 4.4 MiB of training images, 2.9 MiB of test images
    const large = smallDataset(blobs, ({ split, first, count }) => ({
      ...{ split, first, count, resolution: side },
      pixels: new Uint8Array(count * side * side * 3),
    }));
    large.outputs.scores['resolution'] = side;
    const isHeld: Stage<string> = async (run) => {
      const [train, test] = [await readSplit(run, 'train', []), await readSplit(run, 'test', [])];
      const held = [train, test].map(({ images: { pixels } }) => pixels instanceof Uint8Array);
      return { blobs: {}, scores: { held } };
    };
    const ran = (memory: string) => outcome(isHeld, '', { memory, upstream: [large] });
    for (const digest of Object.values(large.outputs.blobs)) {
      await store.writeBlob(blobs.read(digest));
    }
    expect((await ran('4')).outputs.scores).toEqual({ held: [false, true] });
    expect((await ran('')).outputs.scores).toEqual({ held: [true, true] });
    await expect(ran('4.5 MB')).rejects.toThrow(/NHAT_IMAGE_MEMORY.*4\.5 MB/);
  });
});
