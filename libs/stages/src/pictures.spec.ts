import { allAugmentations } from '@nhat/augment/testing/plans';
import sharp from 'sharp';
import { decodeShard } from '@nhat/artifacts';
import type { PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { resnet9 } from '@nhat/models';
import { rotation, vae } from '@nhat/pretext';
import type { PretextModule } from '@nhat/pretext';
import type { StageOutputs } from '@nhat/runner/stage';
import { classification, depth, segmentation } from '@nhat/tasks';
import type { TaskModule } from '@nhat/tasks';
import { pretrain } from './pretrain';
import { supervised } from './supervised';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { small } from './testing/method-of';
import { smallDataset } from './testing/small-dataset';

const schedule = {
  ...{ imagesSeen: 16 * 6, batch: 16, peakRate: 3e-3, finalRate: 1e-5 },
  ...{ warmup: 0.1, weightDecay: 1e-4 },
};
const augment = { jitter: false, grey: false, flip: true, crop: false, cutout: false };
const common = {
  ...{ dataset: 'small', schedule, augment, precision: 'float32' as const, seed: 3 },
  backbone: { name: 'resnet9', options: { width: 1 / 16, features: 16 } },
};
const blobs = memoryBlobs();
const upstream = [
  smallDataset(
    blobs,
    (shard) => ({ ...shard, mask: Uint8Array.from(shard.mask, (_, at) => (at % 16 < 8 ? 0 : 3)) }),
    { validation: 12 },
  ),
];

/** The same images, of a source whose images no report may show. */
const hidden = upstream.map((node) => ({
  ...node,
  outputs: { ...node.outputs, scores: { ...node.outputs.scores, hidesSamples: true } },
}));

const trained = (
  task: TaskModule,
  name: string,
  seed = 3,
  images = upstream,
): Promise<StageOutputs> => {
  const config: SupervisedConfig = {
    ...{ ...common, seed, task: { name, options: {} }, arm: 'scratch', n: 20, epochMinimum: 20 },
    evaluation: { name: 'finetune' },
  };
  const stage = supervised({ task, backbone: resnet9, augmentations: allAugmentations });
  return stage(memoryRun(config, { blobs, upstream: images }));
};

const pretrained = (
  method: PretextModule,
  name: string,
  images = upstream,
): Promise<StageOutputs> => {
  const options = small[name] ?? {};
  const config: PretrainConfig = { ...common, method: { name, options }, probes: [] };
  const stage = pretrain({ method, backbone: resnet9, augmentations: allAugmentations });
  return stage(memoryRun(config, { blobs, upstream: images }));
};

const pictureNames = (outputs: StageOutputs): string[] =>
  Object.keys(outputs.blobs)
    .filter((name) => name.startsWith('picture'))
    .sort();

/** The pixels of a PNG, `[height, width, 3]`. */
async function decoded(digest: string) {
  const { data, info } = await sharp(Buffer.from(blobs.read(digest)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: [...data], width: info.width, height: info.height };
}

/** A task or a method of the same code whose answers are no pictures. */
const withoutPictures = (task: TaskModule): TaskModule => ({
  ...task,
  create(options, context) {
    const made = { ...task.create(options, context) };
    delete made.pictures;
    return made;
  },
});

describe('pictures of a task', () => {
  it('are the same test images and truths in every node, and what its network predicts', async () => {
    const [first, second] = [
      await trained(segmentation, 'segmentation'),
      await trained(segmentation, 'segmentation', 4),
    ];
    const names = ['picture-1-image', 'picture-2-truth', 'picture-3-prediction'];
    expect(pictureNames(first)).toEqual(names);
    expect(first.blobs['picture-1-image']).toBe(second.blobs['picture-1-image']);
    expect(first.blobs['picture-2-truth']).toBe(second.blobs['picture-2-truth']);
    const test = decodeShard(blobs.read(upstream[0]!.outputs.blobs['test-000']!));
    const image = await decoded(first.blobs['picture-1-image']!);
    expect([image.width, image.height]).toEqual([5 * 16, 16]);
    // Row 2 of the second of five images among 40: the image at position 7.
    const from = (7 * 16 + 2) * 16 * 3;
    const at = (2 * 5 + 1) * 16 * 3;
    expect(image.pixels.slice(at, at + 48)).toEqual([...test.pixels.slice(from, from + 48)]);
    const truth = await decoded(first.blobs['picture-2-truth']!);
    const prediction = await decoded(first.blobs['picture-3-prediction']!);
    expect(truth.width).toBe(5 * truth.height);
    expect(prediction.width).toBe(truth.width);
    const colours = Array.from({ length: truth.width }, (_, i) =>
      String(truth.pixels.slice(3 * i, 3 * i + 3)),
    );
    expect(new Set(colours).size).toBe(2);
  });

  it('change neither scores nor losses', async () => {
    const [shown, without] = [
      await trained(depth, 'depth'),
      await trained(withoutPictures(depth), 'depth'),
    ];
    expect(pictureNames(shown)).toHaveLength(3);
    expect(pictureNames(without)).toEqual([]);
    expect(shown.scores).toEqual(without.scores);
    expect(shown.blobs['losses']).toBe(without.blobs['losses']);
  });

  it('are absent where a task has none', async () => {
    expect(pictureNames(await trained(classification, 'classification'))).toEqual([]);
  });
});

it('pictures are nowhere where a source hides its images', async () => {
  const predicted = await trained(segmentation, 'segmentation', 3, hidden);
  const rebuilt = await pretrained(vae as unknown as PretextModule, 'vae', hidden);
  expect([pictureNames(predicted), pictureNames(rebuilt)]).toEqual([[], []]);
});

describe('pictures of a method', () => {
  const bare: PretextModule = {
    ...(vae as unknown as PretextModule),
    create(options, context) {
      const made = { ...vae.create(options as never, context) };
      delete made.pictures;
      return made;
    },
  };

  it('show validation images and what is rebuilt, and change neither weights nor scores', async () => {
    const [outputs, without] = [
      await pretrained(vae as unknown as PretextModule, 'vae'),
      await pretrained(bare, 'vae'),
    ];
    expect(pictureNames(outputs)).toEqual(['picture-1-input', 'picture-2-output']);
    expect(outputs.blobs).toMatchObject(without.blobs);
    expect(outputs.scores).toEqual(without.scores);
    const validation = decodeShard(blobs.read(upstream[0]!.outputs.blobs['validation-000']!));
    const input = await decoded(outputs.blobs['picture-1-input']!);
    const furthest = Math.max(
      ...input.pixels.slice(0, 48).map((value, at) => Math.abs(value - validation.pixels[at]!)),
    );
    expect(furthest).toBeLessThanOrEqual(1);
    const output = await decoded(outputs.blobs['picture-2-output']!);
    expect([output.width, output.height]).toEqual([input.width, input.height]);
    expect(output.pixels).not.toEqual(input.pixels);
  });

  it('are absent without validation images, and where a method has none', async () => {
    const few = [smallDataset(blobs)];
    const none = await pretrained(vae as unknown as PretextModule, 'vae', few);
    expect(pictureNames(none)).toEqual([]);
    const turned = await pretrained(rotation as unknown as PretextModule, 'rotation');
    expect(pictureNames(turned)).toEqual([]);
  });
});
