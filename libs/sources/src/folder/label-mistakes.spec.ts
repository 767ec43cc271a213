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
import { optionsOf, planImport } from './plan-import';

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
    const expected = [/:20: no such image/, /:21: a second row/, /again\.png .*two labels/];
    expected.push(/again too\.png .*two labels/, /1 file gives no image:\n +empty\.png/);
    for (const found of [
      await thrown(inspectFolder(config, place)),
      await thrown((async () => folder.open(config, place))()),
      await thrown(folderSource.ingredients!(config, place)),
    ]) {
      for (const words of [/^UserError/, ...expected]) expect(found).toMatch(words);
    }
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
  it('may have the first line of Excel, as tables of features may', async () => {
    const lines = ['file,label', ...rows].map((line) => line.replace(',', '|'));
    const { classes } = await planned(tableFolder(['sep=|', ...lines]));
    expect(classes).toEqual([...SHAPE_NAMES]);
    const wrong = tableFolder(['sep=|', ...lines, 'no.png|disc']);
    expect(await thrown(planned(wrong))).toMatch(/labels\.csv:21: no such image/);
    put(root, 'features.csv', 'sep=;\r\nimage;a;b\r\nx.png;1;2\r\ny.png;3;no\r\n');
    expect(() => csvFeatures(join(root, 'features.csv'), 'features.csv')).toThrow(/csv:4: not a/);
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
    const pool = emptyFolder();
    const { found } = await planned(path, { unlabelled: [pool] });
    expect(found.emptyUnlabelled).toEqual([`${path}/unlabelled`, pool]);
  });
});
