import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { folder, folderSource } from './folder';
import { sources } from './registry';
import { describeSource } from './testing/describe-source';
import { SHAPE_NAMES, picture, put, putClasses } from './testing/picture-folder';

const root = temporaryFolder('own-images');
const place = { root, environment: {} };
const SIZE = 16;

const configOf = (options: JsonObject): DatasetConfig => ({
  ...{ dataset: 'own', resolution: SIZE, counts: null },
  source: resolveSource({ name: 'folder', ...options }, sources),
});

/** A new folder for one test. */
let folders = 0;
const newFolder = (): string => {
  const path = join(root, `photos-${folders++}`);
  mkdirSync(path);
  return path;
};

const shapes = join(root, 'shapes');
beforeAll(() => putClasses(shapes, 12));
const opened = (options: JsonObject) => folder.open(configOf(options), place);
const keysOf = (options: JsonObject) => folderSource.ingredients!(configOf(options), place);

describeSource('folder', folderSource, folder, configOf({ path: shapes }));

describe('class folders', () => {
  it('give classes, splits and counts', async () => {
    const { classes, counts, labelled } = await opened({ path: shapes });
    expect(classes).toEqual([...SHAPE_NAMES]);
    const { train, validation, test } = counts!;
    expect(train + validation + test).toBe(36);
    expect(labelled).toBe(train);
    expect(test).toBeGreaterThanOrEqual(3);
  });

  it('have the same key and shards wherever they lie and whatever files are called', async () => {
    const [one, other] = [newFolder(), newFolder()];
    await putClasses(one, 8);
    await putClasses(join(other, 'deeper'), 8);
    renameSync(join(other, 'deeper/disc/3.png'), join(other, 'deeper/disc/zebra.PNG'));
    const moved = { root, environment: { NHAT_DATA: other } };
    const config = configOf({ path: 'deeper' });
    expect(await folderSource.ingredients!(config, moved)).toEqual(await keysOf({ path: one }));
    const shards = [await folder.open(config, moved), await opened({ path: one })].map(
      async ({ images, counts }) => Buffer.from((await images('train', 0, counts!.train)).pixels),
    );
    expect(await shards[0]).toEqual(await shards[1]);
  });

  it('have another key when a file has other bytes of the same length', async () => {
    const path = newFolder();
    await putClasses(path, 8);
    const before = await keysOf({ path });
    const bytes = await sharp(join(path, 'disc/0.png')).negate().png().toBuffer();
    writeFileSync(join(path, 'disc/0.png'), bytes);
    expect(await keysOf({ path })).not.toEqual(before);
  });

  it('keep the split of every image when images are added', async () => {
    const path = newFolder();
    await putClasses(path, 12);
    const splitOf = async () => {
      const { images, counts } = await opened({ path });
      const found = new Map<string, string>();
      for (const split of ['train', 'validation', 'test'] as const) {
        const { pixels, count } = await images(split, 0, counts![split]);
        for (let at = 0; at < count; at++) {
          found.set(
            sha256(pixels.subarray(at * SIZE * SIZE * 3, (at + 1) * SIZE * SIZE * 3)),
            split,
          );
        }
      }
      return found;
    };
    const before = await splitOf();
    await putClasses(path, 12, { first: 12 });
    const after = await splitOf();
    expect(after.size).toBe(72);
    for (const [image, split] of before) expect([image, after.get(image)]).toEqual([image, split]);
  });

  it('may lie in folders of splits', async () => {
    const path = newFolder();
    await putClasses(join(path, 'train'), 5);
    await putClasses(join(path, 'val'), 2, { first: 5 });
    await putClasses(join(path, 'test'), 3, { first: 7 });
    expect((await opened({ path })).counts).toEqual({ train: 15, validation: 6, test: 9 });
  });

  it.each([
    [
      'a split beside another folder',
      ['eval', 'train'],
      /eval, train, which have in common: bar, /,
    ],
    ['splits beside a third folder', ['extra', 'test', 'train'], /extra, test, train, which/],
    ['splits without one for training', ['test', 'val'], /rename them to train, val and test/],
    ['words for two splits in names', ['seg_test', 'seg_train'], /seg_test, seg_train, which/],
  ])('are refused where the folders above them look like splits: %s', async (_, tops, message) => {
    const path = newFolder();
    for (const [at, top] of tops.entries()) {
      await putClasses(join(path, top), 4, { first: 4 * at });
    }
    await expect(opened({ path })).rejects.toThrow(/look like splits would become classes/);
    await expect(opened({ path })).rejects.toThrow(message);
  });

  it.each([
    ['has the name of a split', ['test', 'disc'], ['', '']],
    ['has the name of a split and folders of its own', ['train', 'bus'], ['steam/', 'city/']],
    ['has the same folders as another', ['cat', 'dog'], ['2019/', '2020/']],
    ['has a word for a split in its name', ['stress_test', 'control'], ['2019/', '2020/']],
  ])('may be called as they like: a class that %s', async (_, tops, inner) => {
    const path = newFolder();
    for (const [at, top] of tops.entries()) {
      for (let i = 0; i < 8; i++) {
        const below = tops[0] === 'train' ? inner[at]! : inner[i % 2]!;
        put(path, `${top}/${below}${i}.png`, await picture(SHAPE_NAMES[at]!, i));
      }
    }
    expect((await opened({ path })).classes).toEqual(tops.toSorted());
  });
});

describe('a table of labels', () => {
  const table = async (text: string, options: JsonObject = {}) => {
    const path = newFolder();
    for (const shape of SHAPE_NAMES) {
      for (let i = 0; i < 4; i++) put(path, `pictures/${shape}${i}.png`, await picture(shape, i));
    }
    put(path, 'labels.csv', text);
    return opened({ path, table: 'labels.csv', test: 0.3, validation: 0, ...options });
  };
  const rows = (write: (name: string, shape: string, i: number) => string) =>
    SHAPE_NAMES.flatMap((shape) =>
      [0, 1, 2, 3].map((i) => write(`pictures/${shape}${i}.png`, shape, i)),
    ).join('');

  it.each([
    ['commas', 'file_name,label\n', ','],
    ['semicolons, a byte order mark and CRLF', '\ufefflabel;notes;image\r\n', ';'],
  ])('may have %s', async (_, head, mark) => {
    const end = head.endsWith('\r\n') ? '\r\n' : '\n';
    const line = (name: string, shape: string) =>
      mark === ','
        ? `"${name}",${shape}${end}`
        : `${shape}; "a;b" ;./${name.replace('/', '\\')}${end}`;
    const text = head + rows(line).replaceAll(' "a;b" ', '"a;b"');
    const { classes, counts } = await table(text);
    expect(classes).toEqual([...SHAPE_NAMES]);
    expect(counts!.train + counts!.test).toBe(12);
  });

  it('gives splits, groups and names of columns; images without a row have no label', async () => {
    const text = `bild,art,teil\n${rows((name, shape, i) => (i === 3 ? '' : `${name},${shape},${i === 0 ? 'test' : 'train'}\n`))}`;
    const columns = { image: 'bild', label: 'art', split: 'teil' };
    const { counts, labelled } = await table(text, { columns });
    expect([counts, labelled]).toEqual([{ train: 9, validation: 0, test: 3 }, 6]);
  });

  it('keeps a group in one split', async () => {
    const text = `file,label,group\n${rows((name, shape, i) => `${name},${shape},g${i}\n`)}`;
    const { counts } = await table(text, { test: 0.5 });
    expect(counts!.test % 3).toBe(0);
  });

  it('says which test images share a group, and nothing where each is alone', async () => {
    const text = (group: (i: number) => string) =>
      `file,label,split,group\n${rows((name, shape, i) => `${name},${shape},${i < 3 ? 'test' : 'train'},${group(i)}\n`)}`;
    const { counts, testGroups } = await table(text((i) => (i < 2 ? `g${i}` : i === 3 ? 'h' : '')));
    expect(counts!.test).toBe(9);
    const sizes = new Map<number, number>();
    testGroups!.forEach((group) => sizes.set(group, (sizes.get(group) ?? 0) + 1));
    expect([...sizes.values()].sort()).toEqual([1, 1, 1, 3, 3]);
    expect(testGroups![0]).toBe(0);
    expect(await table(text(() => ''))).not.toHaveProperty('testGroups');
  });

  const good = rows((name, shape) => `${name},${shape}\n`);
  it.each([
    [
      'an unknown image',
      `file,label\n${good}pictures/dics0.png,disc\n`,
      /labels\.csv:14: no such image.*disc0\.png/,
    ],
    [
      'an image twice',
      `file,label\n${good}pictures/disc0.png,bar\n`,
      /labels\.csv:14: another label for an image that line/,
    ],
    [
      'a label that is empty',
      `file,label\n${good.replace('disc0.png,disc', 'disc0.png,')}`,
      /labels\.csv:\d+: no label/,
    ],
    [
      'a row that is too long',
      `file,label\n${good}pictures/disc0.png,a,b\n`,
      /labels\.csv:14: another number of fields/,
    ],
    ['an open quote', `file,label\n"${good}`, /labels\.csv:\d+: not a CSV table/],
    ['no column of labels', `file,lable\n${good}`, /labels\.csv:1: no column of the labels.*lable/],
    [
      'an unknown split',
      `file,label,split\n${good.replaceAll('\n', ',\n')}`.replace(',\n', ',probe\n'),
      /labels\.csv:2: unknown split.*probe/,
    ],
    [
      'classes that differ in case',
      `file,label\n${good.replace(',disc', ',Disc')}`,
      /two classes.*case.*"Disc","disc"/,
    ],
    ['no rows', 'file,label\n', /no row below/],
    ['nothing', '', /empty table/],
  ])('with %s is refused with its line', async (_, text, message) => {
    await expect(table(text)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    });
  });

  it('that is not UTF-8 is refused', async () => {
    const path = newFolder();
    await putClasses(path, 2);
    put(path, 'metadata.csv', Buffer.from('file,label\ndisc/0.png,sch\xf6n\n', 'latin1'));
    await expect(opened({ path })).rejects.toThrow(/metadata\.csv: not UTF-8/);
  });
});

describe('folders that cannot be a dataset', () => {
  const cases: [string, (path: string) => Promise<void> | void, RegExp][] = [
    [
      'an image beside the classes',
      async (path) => put(path, 'x.png', await picture('disc', 99)),
      /outside the folders.*x\.png/,
    ],
    [
      'an empty class',
      (path) => void mkdirSync(join(path, 'empty')),
      /folders without images.*empty/,
    ],
    [
      'a class of files of a kind that is not read',
      (path) =>
        ['0', '1', '2'].forEach((name) => put(path, `bird/${name}.ppm`, 'P6\n1 1\n255\nabc')),
      /folders without images \(got \["bird"\].*They hold bird\/0\.ppm and 2 more: PPM, PGM and PBM are not/,
    ],
    [
      'a class of a text alone',
      (path) => put(path, 'bird/readme.txt', 'taken in May'),
      /folders without images \(got \["bird"\].*They hold bird\/readme\.txt: not an image/,
    ],
    [
      'a link that leads nowhere',
      (path) => symlinkSync('gone.png', join(path, 'disc/link.png')),
      /link\.png: a link that leads nowhere/,
    ],
    [
      'classes that differ in case',
      async (path) => put(path, 'Disc/0.png', await picture('disc', 50)),
      /case alone.*"Disc","disc"/,
    ],
    [
      'an image with two labels',
      async (path) => put(path, 'bar/copy.png', await picture('disc', 1)),
      /same image has two labels.*"bar, but disc|same image has two labels.*disc, but bar/,
    ],
    [
      'a class of one image',
      async (path) => put(path, 'rare/0.png', await picture('disc', 70)),
      /classes without a labelled training image.*rare/,
    ],
    [
      'one class',
      (path) =>
        SHAPE_NAMES.slice(1).forEach((name) => rmSync(join(path, name), { recursive: true })),
      /too few classes.*2 to 256/,
    ],
  ];
  it.each(cases)('are refused: %s', async (_, change, message) => {
    const path = newFolder();
    await putClasses(path, 4);
    await change(path);
    await expect(opened({ path })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    });
  });

  it('are refused with names of columns that no table has', async () => {
    const columns = { group: 'patient' };
    await expect(opened({ path: shapes, columns })).rejects.toThrow(
      /names of columns, and no table \(got \{"group":"patient"\}; .*Name the "table"/,
    );
  });

  it('are refused where neither the files nor "test" give a test image', async () => {
    const [path, split] = [newFolder(), newFolder()];
    await putClasses(path, 4);
    await expect(opened({ path, test: 0 })).rejects.toThrow(
      /classes without a test image [^\n]*"test" is 0 in the source, and the files name no test image\. Leave/,
    );
    await putClasses(join(split, 'train'), 4);
    await putClasses(join(split, 'test'), 2, { first: 4 });
    expect((await opened({ path: split, test: 0 })).counts!.test).toBe(6);
    rmSync(join(split, 'test/disc'), { recursive: true });
    await expect(opened({ path: split, test: 0 })).rejects.toThrow(
      /classes without a test image \(got \["disc"\][^\n]*Add images of them/,
    );
  });

  it('are refused when there is none', async () => {
    await expect(opened({ path: 'nowhere' })).rejects.toThrow(/nowhere: no such folder/);
    expect(
      folderSource.check!(configOf({}).source, {
        resolution: 16,
        train: 1,
        validation: 0,
        test: 1,
      }),
    ).toMatchObject([{ key: 'source.path' }]);
  });

  it('are refused with a range that is none, and have another key with one', async () => {
    const problems = (range: number[]) =>
      folderSource.check!(configOf({ path: shapes, range }).source, {
        ...{ resolution: 16, train: 1, validation: 0, test: 1 },
      });
    for (const range of [[5], [5, 5], [9, 1]]) {
      expect(problems(range)).toMatchObject([{ key: 'source.range', got: range }]);
    }
    expect(problems([0, 4095])).toEqual([]);
    expect(configOf({ path: shapes }).source).not.toHaveProperty('range');
    expect(configOf({ path: shapes, range: [0, 4095] }).source).toHaveProperty('range');
  });

  it('pass over hidden files and links to their own images', async () => {
    const path = newFolder();
    await putClasses(path, 4);
    put(path, 'disc/.DS_Store', 'x');
    put(path, 'notes.txt', 'taken in May');
    put(path, 'disc/notes/0.txt', 'taken in June');
    symlinkSync('0.png', join(path, 'disc/again.png'));
    const { train, validation, test } = (await opened({ path })).counts!;
    expect(train + validation + test).toBe(12);
  });
});
