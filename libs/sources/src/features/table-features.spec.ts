import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { UserError } from '@nhat/documents';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { folder, folderSource } from '../folder';
import { sources } from '../registry';
import { npy } from '../testing/npy-file';
import { SHAPE_NAMES, putClasses } from '../testing/picture-folder';
import { readFeatureTable } from './feature-table';
import { tableFeatures } from './table-features';

const root = temporaryFolder('features');
const place = { root, environment: {} };
const PER_CLASS = 8;
const POOL = 2;

const configOf = (options: JsonObject = {}): DatasetConfig => ({
  ...{ dataset: 'own', resolution: 16, counts: null },
  source: resolveSource(
    { name: 'folder', path: 'photos', unlabelled: ['pool'], ...options },
    sources,
  ),
});
/** Names of the images, by their paths in the folder of the dataset. */
const names = SHAPE_NAMES.flatMap((shape) =>
  Array.from({ length: PER_CLASS }, (_, i) => `${shape}/${i}.png`),
);
const digestOf = (name: string) => sha256(readFileSync(join(root, 'photos', name)));
/** Two numbers that tell the images apart. */
const numbers = (name: string) => [names.indexOf(name), names.indexOf(name) / 4];
const line = (name: string, called = name) => [called, ...numbers(name)].join(',');

let files = 0;
function put(text: string | Uint8Array, ending = 'csv'): string {
  const name = `table-${files++}.${ending}`;
  writeFileSync(join(root, name), text);
  return name;
}
const csv = (lines: readonly string[]) => put(lines.join('\n'));
const read = (file: string, options?: JsonObject) => tableFeatures(configOf(options), place, file);
const keyOf = (file: string, options?: JsonObject) =>
  folderSource.featureRows!(configOf(options), place, file);

const npz = (arrays: Record<string, Buffer>) =>
  put(
    zipSync(Object.fromEntries(Object.entries(arrays).map(([name, one]) => [`${name}.npy`, one]))),
    'npz',
  );

/** The names of all images as numpy has texts, four bytes a letter. */
function namesArray(): Buffer {
  const width = 4 * Math.max(...names.map((name) => name.length));
  const texts = Buffer.alloc(names.length * width);
  names.forEach((name, i) =>
    [...name].forEach((letter, at) =>
      texts.writeUInt32LE(letter.codePointAt(0)!, i * width + 4 * at),
    ),
  );
  return npy(`<U${width / 4}`, [names.length], texts);
}

/** Numbers that float16 has exactly, from 1/4 to 2047, and 0. */
function float16Bytes(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, at) => {
    if (value === 0) return;
    const exponent = Math.floor(Math.log2(value));
    const fraction = value * 2 ** (10 - exponent) - 1024;
    bytes.writeUInt16LE(((exponent + 15) << 10) | fraction, 2 * at);
  });
  return bytes;
}

beforeAll(async () => {
  await putClasses(join(root, 'photos'), PER_CLASS);
  await putClasses(join(root, 'pool'), POOL, { first: 700 });
});

describe('a table of features', () => {
  it('has the rows in the order in which a dataset has its images', async () => {
    const { splits, dimensions, unused } = await read(csv(names.map((name) => line(name))));
    const open = await folder.open(configOf(), place);
    expect([dimensions, unused.count]).toEqual([2, 0]);
    expect(open.labelled).toBeLessThan(open.counts!.train);
    for (const split of ['train', 'validation', 'test'] as const) {
      const count = split === 'train' ? open.labelled! : open.counts![split];
      const { label } = await open.images(split, 0, count);
      const found = [...splits[split]].filter((_, at) => at % 2 === 0);
      const classes = found.map((number) => SHAPE_NAMES.indexOf(names[number]!.split('/')[0]!));
      expect(classes).toEqual([...label!]);
      expect(new Set(found).size).toBe(count);
    }
  });

  it.each<[string, (name: string) => string]>([
    ['the digest of the content', (name) => digestOf(name)],
    ['a digest in capitals', (name) => digestOf(name).toUpperCase()],
    ['a longer path', (name) => `/data/photos/${name}`],
    ['a path of Windows', (name) => `.\\${name.replace('/', '\\')}`],
  ])('may name images by %s', async (_, called) => {
    const [own, other] = [
      csv(names.map((name) => line(name))),
      csv(names.map((name) => line(name, called(name)))),
    ];
    expect(await read(other)).toEqual(await read(own));
  });

  it('may have names of columns, quotation marks, semicolons, and rows of other images', async () => {
    const plain = await read(csv(names.map((name) => line(name))));
    const rows = names.map((name) => `"${name}";${numbers(name).join(';')}`);
    const other = await read(csv(['image;f0;f1', 'elsewhere.png;1;2', ...rows, '']));
    expect(other.splits).toEqual(plain.splits);
    expect(other.unused).toEqual({ count: 1, first: expect.stringMatching(/:2: elsewhere\.png$/) });
  });

  it.each([
    ['<f4', Buffer.from(Float32Array.from(names.flatMap(numbers)).buffer)],
    ['<f2', float16Bytes(names.flatMap(numbers))],
  ])('may be a file of numpy, %s', async (type, values) => {
    const file = npz({ names: namesArray(), features: npy(type, [names.length, 2], values) });
    expect(await read(file)).toEqual(await read(csv(names.map((name) => line(name)))));
  });

  it.each<[string, () => Record<string, Buffer>, RegExp]>([
    [
      'no names',
      () => ({ features: npy('<f4', [24, 2], Buffer.alloc(192)) }),
      /no array names the images.*features: f4, 24 × 2.*numpy\.savez/s,
    ],
    ['no features', () => ({ names: namesArray() }), /no array of features.*numpy\.savez/s],
    [
      'two arrays of features',
      () => ({
        names: namesArray(),
        a: npy('<f4', [24, 2], Buffer.alloc(192)),
        b: npy('<f4', [24, 2], Buffer.alloc(192)),
      }),
      /several arrays of features.*a: f4.*b: f4/s,
    ],
    [
      'fewer rows than names',
      () => ({ names: namesArray(), features: npy('<f4', [23, 2], Buffer.alloc(184)) }),
      /features: another number of rows.*23 × 2.*24 rows/s,
    ],
    [
      'complex numbers',
      () => ({ names: namesArray(), own: npy('<c8', [24, 2], Buffer.alloc(384)) }),
      /own: numbers of a kind.*"c8".*float16.*own\.astype\('float32'\)/s,
    ],
    [
      'float16 beyond its range',
      () => ({
        names: namesArray(),
        features: npy('<f2', [24, 2], Buffer.alloc(96).fill('007c', 4, 6, 'hex')),
      }),
      /row 1: not a finite number.*Infinity/s,
    ],
  ])('of numpy is refused with %s', async (_, arrays, message) => {
    await expect(keyOf(npz(arrays()))).rejects.toThrow(message);
  });

  it('may have lines that end in LF, CRLF or CR, also in one file', async () => {
    const lines = ['image,a,b', ...names.map((name) => line(name))];
    const ends = ['\r', '\r\n', '\n'];
    const mixed = lines.map((one, at) => one + ends[at % 3]!).join('');
    const key = await keyOf(csv(lines));
    for (const text of [lines.join('\r'), mixed]) expect(await keyOf(put(text))).toEqual(key);
  });

  /** The rows of all images with these fields before and after the numbers, below a row of names. */
  const table = (head: string, fields: (name: string, at: number) => (number | string)[]) =>
    [head, ...names.map((name, at) => fields(name, at).join(','))].join('\n');

  it.each<[string, string]>([
    ['an index of names', table(',0,1', (name) => [name, ...numbers(name)])],
    ['an index of names that has one', table('image,0,1', (name) => [name, ...numbers(name)])],
    ['a column of names', table(',image,0,1', (name, at) => [at, name, ...numbers(name)])],
    ['a last column of names', table('0,1,image', (name) => [...numbers(name), name])],
    [
      'an index that was read as a column',
      table('Unnamed: 0,0,1,image', (name, at) => [at, ...numbers(name), name]),
    ],
    [
      'quotation marks and names of R',
      table('"","image","X1","X2"', (name, at) => [`"${at + 1}"`, `"${name}"`, ...numbers(name)]),
    ],
    [
      'semicolons and decimal commas',
      table('image,a,b', (name) => [name, ...numbers(name)])
        .replaceAll(',', ';')
        .replaceAll(/\.(?=\d)/g, ','),
    ],
  ])('may be written by another program: %s', async (_, text) => {
    const found = await read(put(text));
    expect(found).toEqual(await read(csv(names.map((name) => line(name)))));
    expect(await keyOf(put(`\ufeff${text.replaceAll('\n', '\r\n')}`))).toEqual(
      await keyOf(csv(names.map((name) => line(name)))),
    );
  });

  it.each<[string, string, RegExp]>([
    [
      'numbers of rows in place of names',
      table(',0,1', (name, at) => [at, ...numbers(name)]),
      /: no column names the images .*"a column without a name","0","1".*index=paths/,
    ],
    [
      'neither names nor an index',
      table('0,1', (name) => numbers(name)),
      /: no column names the images .*"0","1"/,
    ],
    [
      'numbers of labels',
      table('image,0,1,label', (name) => [name, ...numbers(name), name.length]),
      /: columns that are no features .*"label".*Leave them out/,
    ],
    [
      'names of labels',
      table('image,label,0,1', (name) => [name, 'cat', ...numbers(name)]),
      /: several columns of texts .*"image, label".*Leave the others out/,
    ],
    [
      'an index without a row of names',
      table('', (name, at) => [at, name, ...numbers(name)]),
      /: numbers before the names of the images, and no row of names .*in column 2.*Put them first/,
    ],
    [
      'separators of thousands',
      table('image;a;b', (name) => [[name, '2,5', '1.234'].join(';')]),
      /:2: not a finite number .*1\.234 in column 3.*with a comma/,
    ],
  ])('is refused with %s', async (_, text, message) => {
    await expect(read(put(text))).rejects.toThrow(message);
    await expect(keyOf(put(text))).rejects.toThrow(message);
  });

  it('is refused as an array alone, with the way to name its rows', async () => {
    const file = put(npy('<f4', [24, 2], Buffer.alloc(192)), 'npy');
    await expect(keyOf(file)).rejects.toThrow(/got "?\.npy.*\.npz.*numpy\.savez/s);
  });

  /** Written by pyarrow 22: a column of lists of float32 in groups of ten rows, and two columns of float64. */
  it.each(['list', 'columns'])('may be a Parquet file: %s', async (kind) => {
    const file = join(__dirname, `../testing/features/${kind}.parquet`);
    expect(await read(file)).toEqual(await read(csv(names.map((name) => line(name)))));
  });

  /** Written by pandas 3 and pyarrow 26: the names are the index, which stands last; a column of labels. */
  it('may be a Parquet file of pandas with the names as its index', async () => {
    const file = join(__dirname, '../testing/features/index.parquet');
    expect(await read(file)).toEqual(await read(csv(names.map((name) => line(name)))));
  });

  it('is refused as a Parquet file with labels among its numbers', async () => {
    const file = join(__dirname, '../testing/features/labels.parquet');
    await expect(keyOf(file)).rejects.toThrow(/columns that are no features .*"label"/);
  });

  it('belongs to a key by the rows of labelled images alone, wherever it lies and however it is written', async () => {
    const key = await keyOf(csv(names.map((name) => line(name))));
    const more = [...names.toReversed().map((name) => line(name, digestOf(name))), 'no.png,9,9'];
    expect(await keyOf(csv(more))).toEqual(key);
    mkdirSync(join(root, 'elsewhere'), { recursive: true });
    copyFileSync(join(root, csv(more)), join(root, 'elsewhere/other.csv'));
    expect(await keyOf('elsewhere/other.csv')).toEqual(key);
    const changed = names.map((name, i) => (i === 3 ? `${name},0.5,0.5` : line(name)));
    expect(await keyOf(csv(changed))).not.toEqual(key);
  });

  it.each<[string, (all: string[]) => string[], RegExp]>([
    [
      'lacks images',
      (all) => all.slice(2),
      /2 of 24 images of the dataset have no row.*bar\/0\.png.*bar\/1\.png/s,
    ],
    [
      'names an image otherwise',
      (all) => [...all.slice(1), 'bar/O.png,1,2'],
      /an image of the dataset has no row.*No image is called bar\/O\.png \(table-\d+\.csv:24\)/s,
    ],
    [
      'has an image twice',
      (all) => [...all, all[4]!],
      /table-\d+\.csv:25: a second row for an image that table-\d+\.csv:5 has/,
    ],
    [
      'names several images',
      (all) => [...all, '0.png,1,2'],
      /table-\d+\.csv:25: a name that several images have.*bar\/0\.png, disc\/0\.png/,
    ],
    [
      'has no number',
      (all) => [all[0]!, 'bar/1.png,nan,2', ...all.slice(2)],
      /table-\d+\.csv:2: not a finite number.*nan in column 2/,
    ],
    [
      'has an infinite number',
      (all) => [all[0]!, 'bar/1.png,1,1e39', ...all.slice(2)],
      /table-\d+\.csv:2: not a finite number.*column 3/,
    ],
    [
      'has an empty field',
      (all) => [all[0]!, 'bar/1.png,,2', ...all.slice(2)],
      /table-\d+\.csv:2: not a finite number/,
    ],
    [
      'has a decimal comma',
      (all) => all.map((one) => one.replace('.25', ',25')),
      /table-\d+\.csv:2: a row of another length/,
    ],
    [
      'has rows of unequal length',
      (all) => [...all.slice(0, 5), `${all[5]!},7`, ...all.slice(6)],
      /table-\d+\.csv:6: a row of another length.*3 numbers.*2 numbers/,
    ],
    [
      'has one number a row',
      () => names.map((name) => `${name},1`),
      /too few numbers for an image \(got 1; expected 2/,
    ],
    ['has names alone', () => names, /too few numbers for an image/],
    ['is empty', () => [''], /an empty table/],
    ['has a row of names alone', () => ['image,a,b'], /an empty table/],
    ['has no image in a row', (all) => [all[0]!, ',1,2'], /table-\d+\.csv:2: no image/],
    [
      'has an open quotation mark',
      (all) => ['"bar/0.png,1,2', ...all.slice(1)],
      /^table-\d+\.csv:1: not a row of a CSV table.*\n.*an image of the dataset has no row.*bar\/0\.png.*$/,
    ],
  ])('is refused when it %s', async (_, change, message) => {
    const file = csv(change(names.map((name) => line(name))));
    for (const act of [read, keyOf]) {
      const refusal = await act(file).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(UserError);
      expect((refusal as Error).message).toMatch(message);
    }
  });

  it('is refused with all mistakes of its rows, and with the images that have none', async () => {
    const all = names.map((name) => line(name));
    const [first, second, , fourth, fifth, ...others] = all;
    const faulty = [first!, `${second!},7`, `${fourth!.split(',')[0]},nan,1`, fifth!, ...others];
    const file = csv([...faulty, first!, '0.png,1,2', ',1,2', 'bar/X.png,1,2']);
    for (const act of [read, keyOf]) {
      const refusal: unknown = await act(file).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(UserError);
      const found = (refusal as Error).message.split('\n');
      const wanted = [
        /:2: a row of another length/,
        /:3: not a finite number/,
        /:24: a second row for an image that table-\d+\.csv:1 has/,
        /:25: a name that several images have/,
        /:26: no image/,
        /an image of the dataset has no row .*bar\/2\.png.*No image is called bar\/X\.png/,
      ];
      expect(found).toHaveLength(wanted.length);
      wanted.forEach((words, at) => expect(found[at]).toMatch(words));
    }
  });

  it.each([
    [['bar/O.png,1,2'], /table-\d+\.csv:24\): name images/],
    [['bar/O.png,1,2', 'x.png,1,2'], /one other row has/],
    [['bar/O.png,1,2', 'x.png,1,2', 'y.png,1,2'], /2 other rows have/],
  ])('counts the other rows that no image has: %j', async (strays, message) => {
    const all = names.map((name) => line(name)).slice(1);
    await expect(read(csv([...all, ...strays]))).rejects.toThrow(message);
  });

  it.each([
    ['missing.csv', /no such table.*"file" of the method/s],
    [join(__dirname, '../testing/hub/train-00000-of-00002.parquet'), /no column names the images/],
    ['photos/bar/0.png', /not a kind of table.*\.png.*\.csv/],
  ])('is refused at once: %s', async (file, message) => {
    await expect(keyOf(file)).rejects.toThrow(message);
  });

  it('needs no row for an image that is left out', async () => {
    writeFileSync(
      join(root, 'photos/bar/cut.png'),
      readFileSync(join(root, 'photos/bar/0.png')).subarray(0, 90),
    );
    const file = csv(names.map((name) => line(name)));
    await expect(read(file)).rejects.toThrow(/bar\/cut\.png/);
    await expect(keyOf(file)).rejects.toThrow(/bar\/cut\.png/);
    expect((await read(file, { skipUnreadable: true })).dimensions).toBe(2);
    expect(await keyOf(file, { skipUnreadable: true })).toHaveLength(1);
    rmSync(join(root, 'photos/bar/cut.png'));
  });

  it('is read in tables of 768 numbers and more', async () => {
    const wide = names.map((name) =>
      [name, ...Array.from({ length: 1024 }, (_, k) => k / 7)].join(','),
    );
    const { dimensions, rows } = await readFeatureTable(join(root, csv(wide)), 'wide.csv');
    expect([dimensions, rows.length, rows[3]!.values[1023]]).toEqual([
      1024,
      24,
      Math.fround(1023 / 7),
    ]);
  });
});
