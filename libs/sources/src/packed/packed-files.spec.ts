import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { UserError } from '@nhat/documents';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { folder, folderSource } from '../folder';
import { findImages } from '../folder/find-images';
import type { FoundImage } from '../folder/found-image';
import { optionsOf } from '../folder/plan-import';
import { sources } from '../registry';
import { FaultyFiles } from '../source';
import { npy } from '../testing/npy-file';

/**
 * Tables as a hub exports them, written by pyarrow 22 in groups of four rows: 20 PNG images of 8 × 8 pixels whose left or right half is
 * white, compressed by Snappy, Zstandard and gzip, with the names of the classes beside them.
 */
const HUB = join(__dirname, '../testing/hub');

/** A table written by pyarrow 26: 36 PNG images of six patients, with splits in a column of its own. */
const PATIENTS = join(__dirname, '../testing/patients');

const root = temporaryFolder('packed');
const place = { root, environment: {} };
const SIDE = 16;

const configOf = (path: string, options: JsonObject = {}): DatasetConfig => ({
  ...{ dataset: 'own', resolution: SIDE, counts: null },
  source: resolveSource({ name: 'folder', path, ...options }, sources),
});
const opened = (path: string, options?: JsonObject) => folder.open(configOf(path, options), place);
const keyOf = (path: string, options?: JsonObject) =>
  folderSource.ingredients!(configOf(path, options), place);
const foundIn = async (path: string, options?: JsonObject): Promise<FoundImage[]> =>
  (await findImages(optionsOf(configOf(path, options)), place)).images;
/** Each combination of what is said of images, once. */
const sayings = (found: readonly FoundImage[], ...keys: ('label' | 'split' | 'group')[]) => [
  ...new Set(found.map((image) => keys.map((key) => String(image[key])).join(' '))),
];

let files = 0;
function put(name: string, bytes: Uint8Array): string {
  const path = join(root, `${files++}`);
  mkdirSync(path);
  writeFileSync(join(path, name), bytes);
  return join(path, name);
}

/** Bytes of images of 16 × 16 pixels: those of class c have a white column c. */
const images = (labels: readonly number[], channels = 1): Buffer =>
  Buffer.concat(
    labels.map((label, i) =>
      Buffer.from(
        Array.from({ length: SIDE * SIDE * channels }, (_, at) =>
          Math.floor(at / channels) % SIDE === label ? 255 : i,
        ),
      ),
    ),
  );
const zip = (arrays: Record<string, Buffer>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, one]) => [`${name}.npy`, one])));
const labels = Array.from({ length: 30 }, (_, at) => at % 3);
const allImages = (channels?: number) =>
  npy('|u1', [30, SIDE, SIDE, ...(channels ? [channels] : [])], images(labels, channels));
const int64 = (values: readonly number[], shape = [values.length]) =>
  npy('<i8', shape, Buffer.from(BigInt64Array.from(values.map(BigInt)).buffer));

describe('a file of numpy', () => {
  const split = zip({
    x_train: allImages(),
    y_train: int64(labels, [30, 1]),
    x_test: npy(
      '|u1',
      [3, SIDE, SIDE],
      images([0, 1, 2].map((at) => at)).map((value) => value ^ 1) as Buffer,
    ),
    y_test: int64([0, 1, 2]),
  });

  it('gives images, labels and splits by the names of its arrays', async () => {
    const { classes, counts } = await opened(put('digits.npz', split), { validation: 0 });
    expect(classes).toEqual(['0', '1', '2']);
    expect(counts).toEqual({ train: 30, validation: 0, test: 3 });
  });

  it('gives the bytes that it has where nothing is resized, grey in three channels', async () => {
    const { images: shard, counts } = await opened(put('digits.npz', split), { validation: 0 });
    const { pixels, label } = await shard('train', 0, counts!.train);
    const found = new Set<number>();
    for (let at = 0; at < 30; at++) {
      const first = at * SIDE * SIDE * 3;
      const own = pixels.subarray(first, first + SIDE * SIDE * 3);
      const i = own[3 * ((label![at]! + 1) % SIDE)]!;
      found.add(i);
      expect(label![at]).toBe(i % 3);
      expect([...own.subarray(3 * label![at]!, 3 * label![at]! + 3)]).toEqual([255, 255, 255]);
    }
    expect(found.size).toBe(30);
  });

  it('has the same key whatever it is called and wherever it lies', async () => {
    const one = await keyOf(put('a.npz', split));
    expect(await keyOf(put('b.npz', split))).toEqual(one);
  });

  it.each([
    ['colour', { images: allImages(3), labels: int64(labels) }],
    [
      'texts',
      {
        images: allImages(),
        labels: npy('<U3', [30], textBytes(labels.map((l) => ['cat', 'dog', 'emu'][l]!))),
      },
    ],
    ['other bytes', { images: allImages(), label: npy('|i1', [30], Buffer.from(labels)) }],
  ])('may have %s', async (_, arrays) => {
    const { classes } = await opened(put('own.npz', zip(arrays)));
    expect(classes).toHaveLength(3);
  });

  it('may have arrays of any names, which the document gives', async () => {
    const path = put('own.npz', zip({ photographs: allImages(), species: int64(labels) }));
    const columns = { image: 'photographs', label: 'species' };
    expect((await opened(path, { columns })).classes).toHaveLength(3);
    await expect(opened(path, { columns: { ...columns, label: 'specie' } })).rejects.toThrow(
      /no such array \(got "specie"; expected one of photographs, species\).*"columns" in the source of the dataset/,
    );
  });

  it('gives the groups and splits that arrays say of each image', async () => {
    const patients = Array.from({ length: 30 }, (_, at) => Math.floor(at / 10));
    const words = patients.map((patient) => ['', 'dev', 'TEST'][patient]!);
    const arrays = { images: allImages(), labels: int64(labels), group: int64(patients) };
    const expected = ['0 null', '1 validation', '2 test'];
    const usual = put('own.npz', zip({ ...arrays, split: npy('<U4', [30], textBytes(words, 4)) }));
    expect(sayings(await foundIn(usual), 'group', 'split')).toEqual(expected);
    const { group, ...others } = arrays;
    const own = zip({ ...others, patient: group, part: npy('<U4', [30], textBytes(words, 4)) });
    const columns = { group: 'patient', split: 'part' };
    const named = put('own.npz', own);
    expect(sayings(await foundIn(named), 'group', 'split')).toEqual(['null null']);
    expect(sayings(await foundIn(named, { columns }), 'group', 'split')).toEqual(expected);
  });

  it.each([
    ['its name', 'train.npz', 'test.npz'],
    ['its folder', 'train/a.npz', 'test/a.npz'],
    ['the nearest of its folders', 'test/a/train/own.npz', 'train/b-test/own.npz'],
  ])('has the split that %s says where its arrays do not', async (_, train, test) => {
    const path = join(root, `split-${files++}`);
    for (const [name, part] of [
      [train, allImages()],
      [test, allImages(3)],
    ] as const) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), zip({ images: part, labels: int64(labels) }));
    }
    const { counts } = await opened(path, { validation: 0 });
    expect(counts).toEqual({ train: 30, validation: 0, test: 30 });
  });

  it('has the split of its array rather than that of the file', async () => {
    const found = await foundIn(put('train.npz', split));
    expect(sayings(found, 'split').sort()).toEqual(['test', 'train']);
  });

  it('has the splits of arrays whose names have capitals for words', async () => {
    const arrays = { imagesTrain: allImages(), labelsTrain: int64(labels) };
    const test = { imagesTest: allImages(3), labelsTest: int64(labels) };
    const found = await foundIn(put('own.npz', zip({ ...arrays, ...test })));
    expect(sayings(found, 'split').sort()).toEqual(['test', 'train']);
  });

  it.each([
    ['capital letters', ['X_train', 'Y_train', 'X_test', 'Y_test']],
    ['X and Y at their ends', ['trainX', 'trainY', 'testX', 'testY']],
    ['X and Y at their beginnings', ['Xtrain', 'ytrain', 'Xtest', 'ytest']],
    ['capitals for words', ['trainImages', 'trainLabels', 'testImages', 'testLabels']],
    ['no names, in two pairs', ['arr_0', 'arr_1', 'arr_2', 'arr_3']],
  ])('finds the labels and splits of arrays with %s', async (_, [x, y, xTest, yTest]) => {
    const pair = { [x!]: allImages(), [y!]: int64(labels) };
    const test = { [xTest!]: allImages(3), [yTest!]: int64(labels) };
    const { counts, labelled } = await opened(put('own.npz', zip({ ...pair, ...test })), {
      validation: 0,
    });
    expect([counts, labelled]).toEqual([{ train: 30, validation: 0, test: 30 }, 30]);
  });

  it('is refused with a third pair of arrays without names, whose split nothing says', async () => {
    const arrays = { arr_0: allImages(), arr_1: int64(labels), arr_2: allImages(3) };
    const more = { arr_3: int64(labels), arr_4: allImages(4), arr_5: int64(labels) };
    await expect(opened(put('own.npz', zip({ ...arrays, ...more })))).rejects.toThrow(
      /own\.npz › arr_4: a third pair of arrays without names.*x_train=…, y_train=…/s,
    );
  });

  it('is refused with test images without labels, which would take part in pretraining', async () => {
    const arrays = { x_train: allImages(), y_train: int64(labels), x_test: allImages(3) };
    await expect(opened(put('own.npz', zip(arrays)))).rejects.toThrow(
      /own\.npz › x_test: test images without labels \(got \["x_train: .*; expected y_test/,
    );
    const said = { images: allImages(), labels: int64(labels), masks: allImages(3) };
    const split = npy('<U5', [30], textBytes(Array<string>(30).fill('valid'), 5));
    await expect(opened(put('own.npz', zip({ ...said, split })))).rejects.toThrow(
      /own\.npz › masks: validation images without labels/,
    );
  });

  it('without labels needs no array of labels where the document names one', async () => {
    const path = put('own.npz', zip({ pictures: allImages(), species: int64(labels) }));
    const pool = put('pool.npz', zip({ pictures: allImages(3), species: int64([-1]) }));
    const other = put('other.npz', zip({ pictures: allImages(4) }));
    const { counts, labelled } = await opened(path, {
      columns: { image: 'pictures', label: 'species' },
      unlabelled: [pool, other],
    });
    expect(counts!.train - labelled!).toBe(60);
  });

  it('is refused without any labels with the names of its arrays', async () => {
    const arrays = { pictures: allImages(), species: int64(labels) };
    await expect(opened(put('own.npz', zip(arrays)))).rejects.toThrow(
      /own\.npz: images, but no labels \(got \["pictures: 30 × 16 × 16 of u1","species: 30 of i8"\]/,
    );
  });

  it('gives groups of the images of each split by the names of arrays', async () => {
    const arrays = { x_train: allImages(), y_train: int64(labels), group_train: int64(labels) };
    const found = await foundIn(put('own.npz', zip(arrays)));
    expect(sayings(found, 'group', 'split')).toEqual(['0 train', '1 train', '2 train']);
  });

  it('is refused where an array that is named is not there, or says something else', async () => {
    const arrays = { images: allImages(), labels: int64(labels), part: int64(labels) };
    const path = put('own.npz', zip({ ...arrays, short: int64([1, 2]) }));
    await expect(opened(path, { columns: { group: 'patient' } })).rejects.toThrow(
      /no such array \(got "patient"; expected one of images, labels, part, short\)/,
    );
    await expect(opened(path, { columns: { group: 'short' } })).rejects.toThrow(
      /own\.npz › short: no group for each image \(got "2"; expected 30 groups\)/,
    );
    await expect(opened(path, { columns: { split: 'part' } })).rejects.toThrow(
      /own\.npz › part › 0: unknown split \(got "0"; expected train, validation or test/,
    );
  });

  it.each<[string, Record<string, Buffer>, RegExp]>([
    [
      'numbers with fractions',
      { images: npy('<f8', [1, 2, 2], Buffer.alloc(32)) },
      /own\.npz › images: .*no bytes.*"f8".*255 \*/s,
    ],
    [
      'Python objects',
      { images: allImages(), labels: npy('|O', [30], Buffer.from('cos\nsystem')) },
      /own\.npz › labels: .*Python objects.*astype/s,
    ],
    [
      'channels first',
      { images: npy('|u1', [2, 3, 4, 5], Buffer.alloc(120)) },
      /2 × 3 × 4 × 5.*transpose/s,
    ],
    [
      'too few labels',
      { images: allImages(), labels: int64([1, 2]) },
      /own\.npz › labels: .*30 labels/s,
    ],
    [
      'labels below 0, which stand for none',
      { images: allImages(), labels: int64(labels.map((label, at) => (at === 7 ? -1 : label))) },
      /own\.npz › labels › 7: no label \(got "-1"; expected a text or a whole number from 0\)/,
    ],
    [
      'labels with fractions',
      {
        images: allImages(),
        labels: npy('<f8', [30], Buffer.from(Float64Array.from(labels, (l) => l + 0.5).buffer)),
      },
      /labels: .*no whole numbers/s,
    ],
    ['no images', { labels: int64(labels) }, /no array of images \(got \["labels: 30 of i8"\]/],
    [
      'an array that ends too soon',
      { images: npy('|u1', [30, SIDE, SIDE], Buffer.alloc(9)) },
      /images: cut off.*9 bytes.*7680/s,
    ],
  ])('is refused with %s', async (_, arrays, message) => {
    await expect(opened(put('own.npz', zip(arrays)))).rejects.toThrow(message);
  });

  it('may have other arrays of three sides or more beside its images', async () => {
    const boxes = npy('<f8', [30, 4, 2], Buffer.alloc(30 * 64));
    const arrays = { images: allImages(), labels: int64(labels), boxes };
    expect(await foundIn(put('own.npz', zip(arrays)))).toHaveLength(30);
    const test = put('own.npz', zip({ ...arrays, x_test: boxes }));
    await expect(opened(test)).rejects.toThrow(/x_test: images whose values are no bytes/);
  });

  it('may be of Python 2, which writes the sides of arrays as long numbers', async () => {
    const pixels = Buffer.from(
      allImages().toString('latin1').replace('(30, 16, 16), } ', '(30L,16L,16L), }'),
      'latin1',
    );
    const whole = await keyOf(put('own.npz', zip({ images: allImages(), labels: int64(labels) })));
    const path = put('own.npz', zip({ images: pixels, labels: int64(labels) }));
    expect(await keyOf(path)).toEqual(whole);
  });

  it('is refused in the order of Fortran', async () => {
    const array = npy('|u1', [30, SIDE, SIDE], images(labels), true);
    await expect(opened(put('own.npz', zip({ images: array })))).rejects.toThrow(
      /Fortran.*ascontiguousarray/s,
    );
  });
});

describe('files in the format IDX', () => {
  const header = (...sides: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sides.length);
    bytes.set([0, 0, 8, sides.length]);
    sides.forEach((side, at) => bytes.writeUInt32BE(side, 4 + 4 * at));
    return bytes;
  };
  const mnist = (): string => {
    const path = join(root, `mnist-${files++}`);
    mkdirSync(path);
    for (const [split, count] of [
      ['train', 24],
      ['t10k', 6],
    ] as const) {
      const own = labels.slice(0, count);
      const pixels = images(own).map((value) => (split === 'train' ? value : value ^ 64));
      const data = Buffer.concat([header(count, SIDE, SIDE), pixels]);
      writeFileSync(join(path, `${split}-images-idx3-ubyte.gz`), gzipSync(data));
      writeFileSync(
        join(path, `${split}-labels-idx1-ubyte`),
        Buffer.concat([header(count), Buffer.from(own)]),
      );
    }
    return path;
  };

  it('keep the split of MNIST, compressed or not', async () => {
    const { classes, counts } = await opened(mnist(), { validation: 0 });
    expect(classes).toEqual(['0', '1', '2']);
    expect(counts).toEqual({ train: 24, validation: 0, test: 6 });
  });

  it('have the splits of their folders, also when they were unpacked under other names', async () => {
    const path = mnist();
    const moved = (from: string, to: string) => {
      for (const end of ['images-idx3-ubyte.gz', 'labels-idx1-ubyte']) {
        mkdirSync(join(path, to), { recursive: true });
        renameSync(join(path, `${from}${end}`), join(path, to, end));
      }
    };
    moved('train-', 'a');
    moved('t10k-', 'test');
    expect((await opened(path, { validation: 0 })).counts!.test).toBe(6);
    moved('test/', 'b');
    expect(sayings(await foundIn(path), 'split')).toEqual(['null']);
  });

  it('are refused with test images without a file of labels', async () => {
    const path = mnist();
    rmSync(join(path, 't10k-labels-idx1-ubyte'));
    await expect(opened(path)).rejects.toThrow(
      /t10k-images-idx3-ubyte\.gz: test images without labels .*expected t10k-labels-idx1-ubyte/,
    );
  });

  it('are refused where the document names groups or splits, which they do not have', async () => {
    await expect(opened(mnist(), { columns: { group: 'patient' } })).rejects.toThrow(
      /t10k-images-idx3-ubyte\.gz: a file in the format IDX has no groups \(got "patient".*\.npz/s,
    );
  });

  it('are refused when one is cut off, has another length or is something else', async () => {
    const [cut, longer, other] = [mnist(), mnist(), mnist()];
    truncateSync(join(cut, 'train-labels-idx1-ubyte'), 20);
    await expect(opened(cut)).rejects.toThrow(/train-labels-idx1-ubyte: cut off.*20 bytes/s);
    writeFileSync(
      join(longer, 't10k-labels-idx1-ubyte'),
      Buffer.concat([header(2), Buffer.alloc(2)]),
    );
    await expect(opened(longer)).rejects.toThrow(/t10k-labels-idx1-ubyte: no label for each/);
    writeFileSync(join(other, 't10k-labels-idx1-ubyte'), 'something else');
    await expect(opened(other)).rejects.toThrow(/no file in the format IDX/);
  });
});

describe('a table of a hub', () => {
  it('gives images, names of classes and the splits of its files', async () => {
    const { classes, counts, images: shard } = await opened(HUB, { validation: 0 });
    expect(classes).toEqual(['left', 'right']);
    expect(counts).toEqual({ train: 16, validation: 0, test: 4 });
    const { pixels, label } = await shard('test', 0, 4);
    for (let at = 0; at < 4; at++) {
      const row = pixels.subarray(at * SIDE * SIDE * 3, at * SIDE * SIDE * 3 + SIDE * 3);
      const isRight = row[SIDE * 3 - 1]! > row[0]!;
      expect(label![at]).toBe(isRight ? 1 : 0);
    }
  });

  it('keeps the images of a group in one split, and the splits of a column', async () => {
    const columns = { group: 'patient' };
    const found = await foundIn(PATIENTS, { columns });
    expect(sayings(found, 'group', 'split')).toEqual([
      '0 train',
      '1 test',
      '2 validation',
      '3 null',
      '4 null',
      '5 train',
    ]);
    const { counts } = await opened(PATIENTS, { columns });
    expect(counts).toEqual({ train: 24, validation: 6, test: 6 });
  });

  it('has another key with groups than without, though it was unpacked before', async () => {
    const before = await keyOf(PATIENTS);
    expect(await keyOf(PATIENTS, { columns: { group: 'patient' } })).not.toEqual(before);
    expect(await keyOf(PATIENTS)).toEqual(before);
  });

  it('is refused where a column that is named is not there, or holds no splits', async () => {
    await expect(opened(PATIENTS, { columns: { group: 'patent' } })).rejects.toThrow(
      /no such column \(got "patent"; .*Did you mean patient/,
    );
    await expect(opened(PATIENTS, { columns: { split: 'label' } })).rejects.toThrow(
      /scans\.parquet › row 0 › label: unknown split \(got "cat"/,
    );
    const path = join(root, 'held-out');
    cpSync(PATIENTS, path, { recursive: true });
    renameSync(join(path, 'scans.parquet'), join(path, 'test.parquet'));
    await expect(opened(path)).rejects.toThrow(
      /row 0 › split: another split than the names .* \(got "train"; expected test\)/,
    );
  });

  it('has the split of its folder, as hubs lay files out', async () => {
    const path = join(root, 'folders');
    for (const [from, to] of [
      ['train-00000-of-00002', 'default/train/0000'],
      ['train-00001-of-00002', 'default/train/0001'],
      ['test-00000-of-00001', 'default/test/0000'],
    ] as const) {
      cpSync(join(HUB, `${from}.parquet`), join(path, `${to}.parquet`), { recursive: true });
    }
    const { counts } = await opened(path, { validation: 0 });
    expect(counts).toEqual({ train: 16, validation: 0, test: 4 });
    renameSync(join(path, 'default/train/0001.parquet'), join(path, 'default/test/0001.parquet'));
    expect((await opened(path, { validation: 0 })).counts!.train).toBe(8);
  });

  it('is refused with test images without labels', async () => {
    const path = join(root, 'test-without-labels');
    cpSync(PATIENTS, path, { recursive: true });
    const pool = join(__dirname, '../testing/pool/crops.parquet');
    cpSync(pool, join(path, 'test.parquet'));
    await expect(opened(path)).rejects.toThrow(
      /test\.parquet › row 0: test images without labels \(got \["image","kind"\]; expected label/,
    );
    renameSync(join(path, 'test.parquet'), join(path, 'more.parquet'));
    const { counts, labelled } = await opened(path);
    expect(counts!.train - labelled!).toBe(12);
    rmSync(join(path, 'scans.parquet'));
    await expect(opened(path)).rejects.toThrow(
      /more\.parquet: images, but no labels \(got \["image","kind"\]/,
    );
  });

  it('may be without labels, and takes part in pretraining then', async () => {
    const path = put('own.npz', zip({ images: allImages(), labels: int64(labels) }));
    const { counts, labelled } = await opened(path, { unlabelled: [HUB], validation: 0 });
    expect(counts!.train - labelled!).toBe(20);
  });

  it('without labels needs no column of labels, and may have one with gaps', async () => {
    const [pool, other] = [join(__dirname, '../testing/pool'), HUB];
    const columns = { label: 'label', group: 'patient', split: 'split' };
    const { counts, labelled } = await opened(PATIENTS, { columns, unlabelled: [pool, other] });
    expect(counts!.train - labelled!).toBe(32);
    const named = { columns: { label: 'kind' }, unlabelled: [pool] };
    await expect(opened(pool, named)).rejects.toThrow(/row 1 › kind: no label/);
    expect(await foundIn(PATIENTS, { columns, unlabelled: [pool] })).toHaveLength(36 + 12);
  });

  it('is refused when it is cut off, or has no such column', async () => {
    const path = join(root, 'cut');
    cpSync(HUB, path, { recursive: true });
    await expect(opened(path, { columns: { label: 'labl' } })).rejects.toThrow(
      /\.parquet: no such column \(got "labl"; expected one of image, label\)\. Did you mean label/,
    );
    const file = join(path, 'train-00000-of-00002.parquet');
    writeFileSync(file, readFileSync(file).subarray(0, 700));
    await expect(opened(path)).rejects.toThrow(/train-00000-of-00002\.parquet: no whole Parquet/);
  });
});

it('files with many images and other images do not go together', async () => {
  const path = put('own.npz', zip({ images: allImages(), labels: int64(labels) }));
  const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  writeFileSync(join(path, '../stray.png'), picture);
  await expect(opened(join(path, '..'))).rejects.toThrow(
    /own\.npz.*stray\.png.*folder of its own/s,
  );
});

it('what was unpacked is made again when it is damaged', async () => {
  const path = put('own.npz', zip({ images: allImages(), labels: int64(labels) }));
  const before = (await opened(path)).counts;
  rmSync(join(root, '.nhat/unpacked'), { recursive: true });
  expect((await opened(path)).counts).toEqual(before);
});

describe('200 damaged files', () => {
  const good = Buffer.from(zip({ images: allImages(), labels: int64(labels) }));
  const everyPixel = async (path: string): Promise<string> => {
    const { counts, classes, images: shard } = await opened(path, { test: 0.5, validation: 0 });
    const shards = [await shard('train', 0, counts!.train), await shard('test', 0, counts!.test)];
    const seen = shards.map(({ pixels, label }) => [sha256(pixels), label]);
    return sha256(JSON.stringify([classes, seen]));
  };
  const damaged = (bytes: Buffer, trial: number): Buffer => {
    const at = (trial * 7919) % bytes.length;
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1 << (trial % 8);
    return trial % 5 === 4 ? copy.subarray(0, at) : copy;
  };
  const outcome = async (name: string, bytes: Buffer): Promise<string> => {
    const error = await everyPixel(put(name, bytes)).catch((reason: unknown) => reason);
    if (typeof error === 'string') return error;
    return error instanceof UserError || error instanceof FaultyFiles ? 'refused' : String(error);
  };

  it('of numpy are refused, or give every pixel that they had', async () => {
    const whole = await outcome('own.npz', good);
    for (let trial = 0; trial < 100; trial++) {
      const found = await outcome('own.npz', damaged(good, trial));
      expect([trial, [whole, 'refused']]).toEqual([trial, expect.arrayContaining([found])]);
    }
  });

  // Its pages have no checksums, so a damaged one may be another whole table.
  it('in the format Parquet are refused, or read as they are', async () => {
    const bytes = readFileSync(join(HUB, 'train-00000-of-00002.parquet'));
    for (let trial = 0; trial < 100; trial++) {
      const found = await outcome('own.parquet', damaged(bytes, trial));
      expect([trial, found]).toEqual([trial, expect.stringMatching(/^(refused|[0-9a-f]{64})$/)]);
    }
  });
});

function textBytes(texts: readonly string[], length = 3): Buffer {
  const bytes = Buffer.alloc(texts.length * length * 4);
  texts.forEach((text, row) =>
    [...text].forEach((letter, at) =>
      bytes.writeUInt32LE(letter.codePointAt(0)!, (row * length + at) * 4),
    ),
  );
  return bytes;
}
