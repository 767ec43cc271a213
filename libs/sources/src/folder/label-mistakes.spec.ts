import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { JsonObject } from '@nhat/documents';
import { csvFeatures } from '../features/csv-features';
import { folder, folderSource } from '../folder';
import { inspectFolder } from '../inspect-folder';
import { folderConfig } from '../testing/folder-config';
import { SHAPE_NAMES, picture, put, putClasses } from '../testing/picture-folder';
import { doubtfulClasses } from './class-names';
import { findImages } from './find-images';
import { importIngredients, optionsOf, planImport } from './plan-import';

const root = temporaryFolder('mistakes');
const place = { root, environment: {} };
const EACH = 6;
const shapes = join(root, 'shapes');

let folders = 0;
/** A folder whose table `labels.csv` has these lines. */
function tableFolder(lines: readonly string[]): string {
  const path = join(root, `photos-${folders++}`);
  mkdirSync(path);
  for (const shape of SHAPE_NAMES) symlinkSync(join(shapes, shape), join(path, shape));
  put(path, 'labels.csv', lines.join('\n'));
  return path;
}
const rows = SHAPE_NAMES.flatMap((shape) =>
  Array.from({ length: EACH }, (_, i) => `${shape}/${i}.png,${shape}`),
);
const planned = async (path: string, options: JsonObject = { table: 'labels.csv' }) => {
  const config = folderConfig(path, options);
  return planImport(config, await findImages(optionsOf(config), place));
};
/** The lines of the refusal of a table with these rows beyond those of all images. */
const refusalsOf = async (...more: string[]): Promise<string[]> =>
  (await thrown(planned(tableFolder(['file,label', ...rows, ...more])))).split('\n');
const thrown = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'nothing',
    (error: Error) => `${error.name}: ${error.message}`,
  );

beforeAll(() => putClasses(shapes, EACH));

describe('what is wrong with labels', () => {
  it('is listed at once: rows, images with two labels, and files that give no image', async () => {
    const path = tableFolder([
      'file,label',
      ...rows,
      'disc/99.png,disc',
      'disc/0.png,bar',
      'again.png,bar',
      'again too.png,square',
      'empty.png,bar',
    ]);
    put(path, 'again.png', await picture('disc', 1));
    put(path, 'again too.png', await picture('disc', 2));
    put(path, 'empty.png', '');
    const config = folderConfig(path, { table: 'labels.csv' });
    const expected = [/:20: no such image/, /:21: another label/, /again\.png .*two labels/];
    expected.push(/again too\.png .*two labels/, /1 file gives no image:\n +empty\.png/);
    for (const found of [
      await thrown(inspectFolder(config, place)),
      await thrown((async () => folder.open(config, place))()),
      await thrown(folderSource.ingredients!(config, place)),
    ]) {
      for (const words of [/^UserError/, ...expected]) expect(found).toMatch(words);
    }
  });

  it('is listed with rows that have another number of fields', async () => {
    const [first, ...others] = await refusalsOf('disc/0.png,disc,x', 'disc/99.png,disc', ',bar');
    expect(first).toMatch(/labels\.csv:20: another number of fields .*got 3; expected 2/);
    expect(others).toEqual([
      expect.stringMatching(/labels\.csv:21: no such image/),
      expect.stringMatching(/labels\.csv:22: no file name/),
    ]);
  });

  it('says whether a second row of an image has another label', async () => {
    const found = await refusalsOf('disc/0.png,bar', 'disc/1.png,disc');
    expect(found).toEqual([
      expect.stringMatching(
        /:20: another label for an image that line 8 has \(got "bar for disc\/0\.png"; expected disc,/,
      ),
      expect.stringMatching(/:21: a second row for an image that line 9 has/),
    ]);
  });

  it.each([
    ['disc/O.png', 'disc/0.png'],
    ['none.jpg', undefined],
    ['disc/77.png', undefined],
    ['Disc/0.PNG', 'disc/0.png'],
    ['dics/0.png', 'disc/0.png'],
    ['disc/0.jpeg', 'disc/0.png'],
    ['../photos/square/1.png', 'square/1.png'],
    ['squar/1.png', 'square/1.png'],
  ])('for %s suggests an image whose name is near: %s', async (name, meant) => {
    const [text] = await refusalsOf(`${name},disc`);
    expect(/Did you mean (.*)\?/.exec(text!)?.[1]).toBe(meant);
    expect(text).toMatch(/expected the path of an image from \/.*photos-\d+\)/);
  });

  it('names a table by its path in the document and the file within it', async () => {
    tableFolder(['file,label', ...rows, 'no.png,disc', 'disc/1.png']);
    const text = await thrown(planned(`photos-${folders - 1}/`));
    expect(text).toMatch(
      /^UserError: photos-\d+\/labels\.csv:21: [^]*\nphotos-\d+\/labels\.csv:20: /,
    );
    expect(await thrown(planned('nothing'))).toMatch(
      /^UserError: nothing: no such folder\. It leads to \/.*\/nothing\. Correct "path"/,
    );
    expect(await thrown(planned(`photos-${folders - 1}`, { table: 'a.csv' }))).toMatch(
      /^UserError: photos-\d+\/a\.csv: no such table\. It leads to /,
    );
  });

  it('is counted beyond the first 20', async () => {
    const wrong = Array.from({ length: 1030 }, (_, i) => `none-${i}.png,disc`);
    const text = await thrown(planned(tableFolder(['file,label', ...wrong, ...rows])));
    expect(text.split('\n')).toHaveLength(21);
    expect(text).toMatch(/and 1,010 more$/);
  });

  it('names the files of a class that has too few images, and the class that may be meant', async () => {
    const text = await thrown(
      planned(tableFolder(['file,label', ...rows.slice(1), 'bar/0.png,squar'])),
    );
    expect(text).toMatch(/classes without a labelled training image.*"squar"/);
    expect(text).toMatch(/squar: bar\/0\.png \(labels\.csv:19\)\. Did you mean square\?/);
  });
});

it.each<[string, [string, number][], string[]]>([
  [
    'a letter is missing',
    [
      ['Sandale', 90],
      ['Sandle', 14],
      ['Boot', 60],
    ],
    ['Sandle'],
  ],
  [
    'two letters of a long name differ',
    [
      ['Schnürstiefel', 40],
      ['Schnuerstiefel', 2],
    ],
    ['Schnuerstiefel'],
  ],
  [
    'both are frequent',
    [
      ['Sandale', 90],
      ['Sandle', 40],
    ],
    [],
  ],
  [
    'numbers differ',
    [
      ['class 1', 90],
      ['class 2', 3],
    ],
    [],
  ],
  [
    'short names differ',
    [
      ['cat', 90],
      ['bat', 3],
    ],
    [],
  ],
])('of classes that are alike the rare one is doubtful: %s', (_, counts, doubtful) => {
  const images = counts.flatMap(([label, count]) =>
    Array.from({ length: count }, (_, i) => ({ label, where: `${label}/${i}` })),
  );
  expect(doubtfulClasses(images).map(({ name }) => name)).toEqual(doubtful);
});

describe('a table of labels', () => {
  it('may name images of its folder by absolute paths, in any name of the folder', async () => {
    const path = tableFolder(['file,label', ...rows]);
    const plain = importIngredients((await planned(path)).found);
    const link = `${path}-link`;
    symlinkSync(path, link);
    const half = rows.length / 2;
    const absolute = rows.map((row, at) => join(at < half ? path : link, row));
    put(path, 'labels.csv', ['file,label', ...absolute].join('\n'));
    expect(importIngredients((await planned(link)).found)).toEqual(plain);
    put(path, 'labels.csv', ['file,label', `${root}/shapes/disc/0.png,disc`, ...rows].join('\n'));
    expect(await thrown(planned(path))).toMatch(/:2: no such image .*Did you mean disc\/0\.png/);
  });

  it('is read by the first of its columns with a usual name, and the others are named', async () => {
    const lines = rows.map((row, at) => `${row},${at < 2 ? 'other' : row.split(',')[1]}`);
    const path = tableFolder(['file,label,class', ...lines]);
    const chosen = { of: 'label', read: 'label', passed: ['class'], differing: 2 };
    expect((await planned(path)).found.chosen).toEqual([chosen]);
    const named = { table: 'labels.csv', columns: { label: 'label' } };
    expect((await planned(path, named)).found.chosen).toEqual([]);
  });

  it('whose groups of a class are all tested is refused with the groups and ways out', async () => {
    const lines = rows.map((row) => {
      const [file, label] = row.split(',');
      return `${row},${label === 'square' ? `g${Number(/\d/.exec(file!)![0]) % 2}` : ''}`;
    });
    const path = tableFolder(['file,label,group', ...lines]);
    const refusals: string[] = [];
    for (let seed = 0; seed < 8; seed++) {
      const options = { table: 'labels.csv', test: 0.5, validation: 0, seed };
      refusals.push(await thrown(planned(path, options)));
    }
    const text = refusals.find((one) => one.includes('"square"'));
    expect(text).toMatch(/classes without a labelled training image/);
    expect(text).toMatch(/All images of a group are in one split.*"seed".*"test".*"split"/);
    expect(text).toMatch(/\n {2}square: 6 images, all in test, because their groups are: g0, g1$/);
    expect(text).not.toMatch(/leave these classes out/);
  });

  it('with measured values in place of labels is refused as that', async () => {
    const lines = rows.map((row, at) => `${row.split(',')[0]},${(at * 0.37).toFixed(2)}`);
    expect(await thrown(planned(tableFolder(['file,label', ...lines])))).toMatch(
      /look like measurements \(18 different numbers for 18 images\), and nhat classifies.*\.$/,
    );
  });

  it('with labels that differ in case alone is refused with what to do', async () => {
    const text = await thrown(
      planned(tableFolder(['file,label', ...rows.slice(1), 'bar/0.png,Bar'])),
    );
    expect(text).toMatch(/differ in case alone .*Merge the two folders or labels.*else rename one/);
  });

  it('may have the first line of Excel, as tables of features may', async () => {
    const lines = ['file,label', ...rows].map((line) => line.replace(',', '|'));
    const { classes } = await planned(tableFolder(['sep=|', ...lines]));
    expect(classes).toEqual([...SHAPE_NAMES]);
    const wrong = tableFolder(['sep=|', ...lines, 'no.png|disc']);
    expect(await thrown(planned(wrong))).toMatch(/labels\.csv:21: no such image/);
    put(root, 'features.csv', 'sep=;\r\nimage;a;b\r\nx.png;1;2\r\ny.png;3;no\r\n');
    const { rows: read } = csvFeatures(join(root, 'features.csv'), 'features.csv');
    expect(read.map(({ fault }) => fault)).toEqual([
      undefined,
      expect.stringMatching(/csv:4: not a/),
    ]);
  });

  it('is no stray file of its folder, and its images are called by their files', async () => {
    const path = tableFolder(['file,label', ...rows]);
    put(path, 'notes.txt', 'in May');
    const { found, splits } = await planned(path);
    expect(found.others).toEqual(['notes.txt']);
    expect(splits.train[0]!.where).toMatch(/^\w+\/\d\.png \(labels\.csv:\d+\)$/);
  });

  it('whose groups leave nothing for validation is refused with ways out', async () => {
    const grouped = (count: number) => [
      'file,label,group',
      ...rows.map((row, at) => `${row},g${at % count}`),
    ];
    const options = { table: 'labels.csv', validation: 0.4 };
    const seeds = Array.from({ length: 12 }, (_, seed) => seed);
    const path = tableFolder(grouped(3));
    const texts = await Promise.all(
      seeds.map((seed) => thrown(planned(path, { ...options, seed }))),
    );
    const refused = texts.filter((text) => text.includes('no validation images'));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatch(/"seed"[^]*"split"[^]*"validation": 0/);
    for (const seed of seeds) {
      const text = await thrown(planned(path, { ...options, validation: 0, seed }));
      expect(text).not.toMatch(/no validation/);
    }
  });
});

describe('a folder', () => {
  const emptyFolder = () => {
    const path = join(root, `empty-${folders++}`);
    mkdirSync(path);
    return path;
  };

  it('without an image is called so, and a table without a row, too', async () => {
    expect(await thrown(planned(emptyFolder(), {}))).toMatch(/no images/);
    expect(await thrown(planned(tableFolder(['file,label'])))).toMatch(/labels\.csv: no row/);
  });

  it('with labelled and unlabelled images is told how to write both', async () => {
    const path = emptyFolder();
    symlinkSync(shapes, join(path, 'labelled'));
    put(path, 'unlabelled/0.png', await picture('disc', 70));
    expect(await thrown(planned(path, {}))).toMatch(
      /"path": "[^"]*\/labelled" and "unlabelled": \["[^"]*\/unlabelled"\]/,
    );
    expect(
      (await planned(join(path, 'labelled'), { unlabelled: [`${path}/unlabelled`] })).counts,
    ).toMatchObject({ train: expect.any(Number) as number });
  });

  it('for images without labels may be empty, and is named', async () => {
    const path = emptyFolder();
    for (const shape of SHAPE_NAMES) symlinkSync(join(shapes, shape), join(path, shape));
    mkdirSync(join(path, 'unlabelled'));
    put(path, 'unlabeled/notes.txt', 'none yet');
    const pool = emptyFolder();
    const { found } = await planned(path, { unlabelled: [pool] });
    expect(found.emptyUnlabelled).toEqual([`${path}/unlabelled`, `${path}/unlabeled`, pool]);
  });
});
