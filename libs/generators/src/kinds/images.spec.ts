import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { Budgets } from '@nhat/documents';
import { picture, put, putClasses } from '@nhat/sources/testing/picture-folder';
import { standingIn } from '@nhat/workspace/testing/standing-in';
import { generators } from '../../generators.json';
import { images } from './images';

const root = join(temporaryFolder('generated'), 'workspace');
beforeAll(() => mkdirSync(root));
const names = { name: 'photos', camel: 'photos', key: 'photos' };

/** The source in the document that is written for a path. */
async function sourceFor(options: { path?: string }): Promise<unknown> {
  const files = await images.files(names, () => '', { ...options, root });
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
  const files = await images.files(names, () => '', { path, root });
  const { source } = JSON.parse(files['datasets/photos.json']!) as { source: { table?: string } };
  const { budgets, decision } = JSON.parse(files['pipelines/photos.json']!) as {
    budgets: Budgets;
    decision: { labels: number };
  };
  return { table: source.table, budgets, labels: decision.labels };
};

it('the pipeline has budgets that the folder can serve, and labels of the decision among them', async () => {
  await putClasses(join(root, 'some'), 30);
  const { budgets, labels, table } = await writtenFor('some');
  expect(table).toBeUndefined();
  const [first, ...others] = budgets.scratch;
  expect(first).toBeGreaterThanOrEqual(3);
  expect(others.at(-1)).toBeLessThanOrEqual(80);
  expect(others.at(-1)).toBeGreaterThan(40);
  expect(labels).toBe(budgets.finetune.at(-1));
});

it('a table that names images and labels is written where folders give no classes', async () => {
  const pictures = await Promise.all(Array.from({ length: 60 }, (_, at) => picture('disc', at)));
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
  expect((await writtenFor('single')).budgets.scratch.at(-1)).toBeLessThan(60);
  expect((await writtenFor('several')).table).toBe('labels.csv');
  expect((await writtenFor('unclear')).table).toBeUndefined();
  expect((await writtenFor('without')).table).toBeUndefined();
});

it('the help of each generator says what it does', () => {
  for (const { schema } of Object.values(generators)) {
    const file = join(__dirname, '../..', schema);
    const { description } = JSON.parse(readFileSync(file, 'utf8')) as { description?: string };
    expect(description).toMatch(/\.$/);
  }
});
