import sharp from 'sharp';
import { decodeShard } from '@nhat/artifacts';
import type { ImageSource, OpenSource } from '@nhat/sources/source';
import { images } from '../images';
import { memoryBlobs, memoryRun } from '../testing/memory-run';
import { shardMaker } from './make-shard';
import type { CountedConfig, MadeShard } from './make-shard';

const SIZE = 16;
const config: CountedConfig = {
  ...{ dataset: 'plain', resolution: SIZE, counts: { train: 33, validation: 0, test: 5 } },
  source: { name: 'plain' },
};

/** Images of one shade each, and what else is given. */
const sourceOf = (
  labelOf: ((image: number) => number) | undefined,
  more: Partial<OpenSource> = {},
  resolution = SIZE,
): ImageSource => ({
  open: () => ({
    classes: ['a', 'b', 'c'],
    images: (split, first, count) => ({
      ...{ split, first, count, resolution },
      pixels: Uint8Array.from({ length: count * resolution ** 2 * 3 }, (_, at) =>
        shade(first + Math.floor(at / (resolution ** 2 * 3))),
      ),
      ...(labelOf && {
        label: Uint8Array.from({ length: count }, (_, at) => labelOf(first + at)),
      }),
    }),
    ...more,
  }),
});

const shade = (image: number): number => 1 + 7 * image;
const made = async (source: ImageSource) =>
  (await shardMaker(source)({ config, split: 'train', first: 0, count: 33 })) as MadeShard;

/** The shades of the cells of a sheet, row by row; 0: none. */
async function cells(sheet: Uint8Array): Promise<number[][]> {
  const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
  const step = SIZE + 2;
  return Array.from({ length: info.height / step }, (_, row) =>
    Array.from({ length: info.width / step }, (__, column) => {
      return data[(row * step * info.width + column * step) * 3]!;
    }),
  );
}

const padded = (shades: number[]): number[] => [
  ...shades,
  ...new Array<number>(14 - shades.length).fill(0),
];

describe('a source with labels alone', () => {
  // Classes do not take turns: c, b, a, a, c, b, a, a, …
  const labelOf = (image: number) => [2, 1, 0, 0][image % 4]!;
  const every = Array.from({ length: 33 }, (_, image) => image);

  it('has a row of the sheet for each class, whatever order they come in', async () => {
    const rows = [0, 1, 2].map((label) =>
      padded(
        every
          .filter((image) => labelOf(image) === label)
          .slice(0, 14)
          .map(shade),
      ),
    );
    expect(await cells((await made(sourceOf(labelOf))).sheet!)).toEqual(rows);
  });

  it('says of a dataset how many classes and which truths it has', async () => {
    const blobs = memoryBlobs();
    const { run } = images({ source: sourceOf(labelOf) });
    const outputs = await run(memoryRun(config, { blobs, upstream: [] }));
    const { counts } = config;
    const named = { classes: ['a', 'b', 'c'], truths: ['label'], counts, resolution: SIZE };
    expect(outputs.scores).toMatchObject(named);
    expect(Object.keys(outputs.scores)).not.toContain('objects');
    expect(Object.keys(outputs.blobs).sort()).toEqual(['sheet', 'test-000', 'train-000']);
    const { label } = decodeShard(blobs.read(outputs.blobs['test-000']!));
    expect([...label!]).toEqual([2, 1, 0, 0, 2]);
  });

  it('has one row of images when there are no labels', async () => {
    const { sheet, truths } = await made(sourceOf(undefined));
    expect(truths).toEqual([]);
    expect(await cells(sheet!)).toEqual([padded(every.slice(0, 14).map(shade))]);
  });

  it('draws a sheet from no more images than there are', async () => {
    const asked: number[] = [];
    const { open } = sourceOf(labelOf);
    const source: ImageSource = {
      async open(...given) {
        const opened = await open(...given);
        const counted: OpenSource['images'] = (split, first, count) => {
          asked.push(count);
          return opened.images(split, first, count);
        };
        return { ...opened, images: counted };
      },
    };
    const { drawSheet } = images({ source });
    expect(await cells(await drawSheet(config))).toHaveLength(3);
    await drawSheet({ ...config, counts: { ...config.counts, train: 1000 } });
    expect(asked).toEqual([33, 42]);
  });
});

describe('a source that does not keep its promise', () => {
  it.each<[string, ImageSource, RegExp]>([
    ['a label without a class', sourceOf((i) => (i === 30 ? 3 : 0)), /a label without.*3.*0 to 2/],
    [
      'more classes than a byte has values',
      sourceOf(() => 0, { classes: Array.from({ length: 257 }, (_, i) => `c${i}`) }),
      /too many classes.*257.*256/,
    ],
    ['images of another size', sourceOf(() => 0, {}, 8), /another size.*8.*16/],
    ['a truth that it names', sourceOf(undefined, { truths: ['label'] }), /no label/],
  ])('is refused with the name of the dataset: %s', async (_, source, message) => {
    await expect(made(source)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(
        new RegExp(`^plain › source plain: .*${message.source}`),
      ) as string,
    });
  });
});
