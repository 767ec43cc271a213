import type { DatasetConfig } from '@nhat/documents';
import type { TruthKind } from '@nhat/tasks';
import { readSplit } from './read-split';
import { rendered } from '@nhat/sources/rendered';
import { images } from '../images';
import { memoryBlobs, memoryRun } from '../testing/memory-run';

const config: DatasetConfig = {
  ...{ dataset: 'scenes', resolution: 16, counts: { train: 1010, validation: 0, test: 10 } },
  source: {
    name: 'rendered',
    factors: { texture: false, colour: true, viewpoint: true, lighting: true },
    ...{ background: 'lit', objects: 2, shapesPerBucket: 2, seed: 1 },
  },
};
const { run } = images({ source: rendered });

/** The images of a dataset with so many objects an image. */
async function made(objects: number) {
  const blobs = memoryBlobs();
  const wanted = { ...config, source: { ...config.source, objects } };
  const outputs = await run(memoryRun(wanted, { blobs, upstream: [] }));
  return { blobs, outputs };
}

/** By the number of objects, because making them takes seconds. */
const known = new Map<number, ReturnType<typeof made>>();

/** A split of such a dataset, read with every kind of truth. */
async function split(objects: number, kinds: readonly TruthKind[]) {
  if (!known.has(objects)) known.set(objects, made(objects));
  const { blobs, outputs } = await known.get(objects)!;
  const node = { role: 'images', node: 'images-scenes', stage: 'images' };
  const upstream = [{ ...node, outputs }];
  return readSplit(memoryRun({}, { blobs, upstream }), 'train', kinds);
}

describe('a split', () => {
  it.each(['label', 'pose'] as const)('of scenes has no %s: says node and kind', async (kind) => {
    await expect(split(2, ['mask', kind])).rejects.toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringMatching(
          new RegExp(`^images-scenes: .*${kind}.*mask.*depth`),
        ) as string,
      }) as Error,
    );
  });

  it('of scenes has maps', async () => {
    const { images: read, truth } = await split(2, ['mask', 'depth']);
    expect([read.count, read.pixels.length]).toEqual([1010, 1010 * 768]);
    expect(Object.keys(truth)).toEqual(['mask', 'depth']);
    expect([truth.mask!.length, truth.depth!.length]).toEqual([1010 * 256, 1010 * 256]);
    expect(truth.mask!.subarray(1000 * 256).some((value) => value > 0)).toBe(true);
  });

  it('of single objects has all', async () => {
    const { truth } = await split(1, ['label', 'pose', 'mask', 'depth', 'label']);
    expect(Object.keys(truth)).toEqual(['label', 'pose', 'mask', 'depth']);
    expect([...truth.label!.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  });
});
