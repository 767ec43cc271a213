import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { Budgets } from '@nhat/documents';
import { SHAPE_NAMES, picture, put, putClasses } from '@nhat/sources/testing/picture-folder';
import { standingIn } from '@nhat/workspace/testing/standing-in';
import { generators } from '../../generators.json';
import { images } from './images';

const root = join(temporaryFolder('generated'), 'workspace');
beforeAll(() => mkdirSync(root));
const names = { name: 'photos', camel: 'photos', key: 'photos' };

/** The source in the document that is written for a path. */
async function sourceFor(options: { path?: string }): Promise<unknown> {
  const files = await images.files(names, () => '', { ...options, root, say: () => undefined });
  return (JSON.parse(files['datasets/photos.json']!) as { source: unknown }).source;
}

it.each([
  [['cats', 'dogs'], { path: './pictures' }],
  [
    ['labelled', 'unlabelled'],
    { path: './pictures/labelled', unlabelled: ['./pictures/unlabelled'] },
  ],
  [['Labeled', 'Unlabeled'], { path: './pictures/Labeled', unlabelled: ['./pictures/Unlabeled'] }],
  [['labelled'], { path: './pictures/labelled' }],
  [['cats', 'dogs', 'unlabelled'], { path: './pictures' }],
])('a document for the folders %j says where the images are', async (folders, places) => {
  const path = `./pictures-${folders.join('-')}`;
  for (const folder of folders) mkdirSync(join(root, path, folder), { recursive: true });
  const expected = JSON.stringify({ name: 'folder', ...places }).replaceAll('./pictures', path);
  expect(await sourceFor({ path: `${path}/` })).toEqual(JSON.parse(expected));
});

it('a folder that is not there is refused, whether it was named or not', async () => {
  await expect(sourceFor({ path: './gone' })).rejects.toThrow(/no such folder .*gone/);
  await expect(sourceFor({})).rejects.toThrow(
    /no such folder \(got "\.\.\/photos"; expected .*by --path=/,
  );
});

it('a path starts where the user stands, and the document names it from where its paths start', async () => {
  const data = join(root, '../data');
  for (const folder of [join(data, 'pets/cats'), join(root, 'docs')])
    mkdirSync(folder, { recursive: true });
  await standingIn(join(root, 'docs'), async () => {
    const asked = { path: '../../data/pets' };
    expect(await sourceFor(asked)).toEqual({ name: 'folder', path: '../data/pets' });
    process.env['NHAT_DATA'] = data;
    try {
      expect(await sourceFor(asked)).toEqual({ name: 'folder', path: 'pets' });
      await expect(sourceFor({ path: 'pets' })).rejects.toThrow(join(root, 'docs/pets'));
    } finally {
      delete process.env['NHAT_DATA'];
    }
  });
});

const writtenFor = async (path: string) => {
  const said: string[] = [];
  const say = (sentence: string) => said.push(sentence);
  const files = await images.files(names, () => '', { path, root, say });
  const { source } = JSON.parse(files['datasets/photos.json']!) as {
    source: { table?: string; splits?: number };
  };
  const { decision, ...pipeline } = JSON.parse(files['pipelines/photos.json']!) as {
    budgets: Budgets;
    seeds: number;
    methods: string[];
    decision: { labels: number };
  };
  return { ...pipeline, table: source.table, splits: source.splits, labels: decision.labels, said };
};

it('200 pictures are all tested, each in one of five splits, and what they can tell is said', async () => {
  await putClasses(join(root, 'some'), 67);
  const { budgets, labels, table, splits, seeds, methods, said } = await writtenFor('some');
  expect([table, splits, seeds, methods]).toEqual([undefined, 5, 5, ['rotation']]);
  const [first, ...others] = budgets.scratch;
  expect(first).toBeGreaterThanOrEqual(3);
  expect(others.at(-1)).toBeLessThanOrEqual(160);
  expect(others.at(-1)).toBeGreaterThan(120);
  expect(labels).toBe(budgets.finetune.at(-1));
  expect(said.join(' ')).toMatch(
    /^1[2-5]\d labels in 3 classes are left for training, about 4\d a class; (19|20)\d images are tested, each in one of 5 splits\. An accuracy of 50 % on (19|20)\d test images is known to ± 6\.\d points\. With .* expect intervals with wide ends and few numbers/,
  );
});

it('a folder with so few images that no row would state a number is refused, with the reason', async () => {
  await putClasses(join(root, 'few'), 30);
  await expect(writtenFor('few')).rejects.toThrow(
    /^nx g images: too few labelled images for an answer \(got "90 images, of which \d+ are tested"; expected more than 100 that are tested\)\. With \d+ test images in all, no answer is to be expected: .*Label more images\./,
  );
});

it('pictures whose border gives away how they are turned get the method that nx check advises', async () => {
  const strip = { create: { width: 40, height: 4, channels: 3, background: '#cfe6ff' } } as const;
  for (const shape of SHAPE_NAMES) {
    for (let at = 0; at < 67; at++) {
      const plain = sharp(await picture(shape, at)).composite([{ input: strip, gravity: 'north' }]);
      put(join(root, 'sky'), `${shape}/${at}.png`, await plain.png().toBuffer());
    }
  }
  const { methods, said } = await writtenFor('sky');
  expect(methods).toEqual(['simclr']);
  expect(said.join(' ')).toMatch(
    /alone gives away how an image is turned with accuracy (9\d|100) %.* method simclr/,
  );
});

it('a table that names images and labels is written where folders give no classes', async () => {
  const pictures = await Promise.all(Array.from({ length: 150 }, (_, at) => picture('disc', at)));
  const rows = pictures.map((_, at) => `${at}.png,${'ab'[at % 2]}`);
  const folder = (name: string, files: Record<string, string>) => {
    pictures.forEach((bytes, at) => put(join(root, name), `${at}.png`, bytes));
    for (const [file, text] of Object.entries(files)) put(join(root, name), file, text);
  };
  const labels = ['file,label', ...rows].join('\n');
  const prices = 'article,price\n1,2\n';
  folder('single', { 'names.csv': labels, 'prices.csv': prices });
  folder('several', { 'names.csv': labels, 'labels.csv': labels });
  folder('unclear', { 'names.csv': labels, 'others.csv': labels });
  folder('without', { 'prices.csv': prices });
  expect((await writtenFor('single')).table).toBe('names.csv');
  expect((await writtenFor('single')).budgets.scratch.at(-1)).toBeLessThan(150);
  expect((await writtenFor('several')).table).toBe('labels.csv');
  expect((await writtenFor('unclear')).table).toBeUndefined();
  expect((await writtenFor('without')).table).toBeUndefined();
});

it('a table of labels decides over folders in which images happen to lie', async () => {
  const rows: string[] = [];
  for (let at = 0; at < 160; at++) {
    const file = `part${1 + (at % 2)}/${at}.png`;
    put(join(root, 'parts'), file, await picture('disc', at));
    rows.push(`${file},${at % 3 === 0 ? 'cat' : 'dog'}`);
  }
  put(join(root, 'parts'), 'labels.csv', ['file,label', ...rows].join('\n'));
  expect((await writtenFor('parts')).table).toBe('labels.csv');
});

it('a link that leads nowhere is no folder', async () => {
  mkdirSync(join(root, 'linked/labelled'), { recursive: true });
  symlinkSync('/nowhere/at/all', join(root, 'linked/old'));
  expect(await sourceFor({ path: './linked' })).toEqual({
    name: 'folder',
    path: './linked/labelled',
  });
});

it('the help of each generator says what it does', () => {
  for (const { schema } of Object.values(generators)) {
    const file = join(__dirname, '../..', schema);
    const { description } = JSON.parse(readFileSync(file, 'utf8')) as { description?: string };
    expect(description).toMatch(/\.$/);
  }
});
