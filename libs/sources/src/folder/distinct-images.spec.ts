import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { JsonObject } from '@nhat/documents';
import { tableFeatures } from '../features/table-features';
import { folderConfig } from '../testing/folder-config';
import { SHAPE_NAMES, picture, put, putClasses } from '../testing/picture-folder';
import { findImages } from './find-images';
import { optionsOf, planImport } from './plan-import';

const root = temporaryFolder('copies');
const place = { root, environment: {} };
const EACH = 8;
const shapes = join(root, 'shapes');

let folders = 0;
const newFolder = (): string => join(root, `photos-${folders++}`);
const copyOfShapes = (): string => {
  const path = newFolder();
  cpSync(shapes, path, { recursive: true });
  return path;
};

/** What an import would take, by the contents of files. */
async function planOf(path: string, options: JsonObject = {}) {
  const config = folderConfig(path, options);
  const { splits, ...plan } = planImport(config, await findImages(optionsOf(config), place));
  const contents = (['train', 'validation', 'test'] as const).map((split) =>
    splits[split].map(({ file, label, group }) => [file.sha256, label, group]),
  );
  const { counts, labelled, copies } = plan;
  return { contents, counts, labelled, copies };
}

beforeAll(() => putClasses(shapes, EACH));

describe('equal images of one class', () => {
  it('count once, whatever the copies are called, and are reported', async () => {
    const path = copyOfShapes();
    for (const shape of SHAPE_NAMES) {
      for (let i = 0; i < 5; i++) {
        put(path, `${shape}/${i % 2 ? 'a copy' : 'zz'}${i}.png`, await picture(shape, i));
      }
    }
    const { copies, ...plan } = await planOf(path);
    expect(await planOf(shapes)).toMatchObject(plan);
    const { train, validation, test } = plan.counts;
    expect(train + validation + test).toBe(3 * EACH);
    expect(copies).toEqual({ labelled: 15, unlabelled: 0, dropped: 0 });
  });

  it('count once in each split that the files give, and are no copies there of another split', async () => {
    const path = newFolder();
    cpSync(shapes, join(path, 'train'), { recursive: true });
    await putClasses(join(path, 'test'), 2, { first: 50 });
    put(path, 'test/disc/again.png', await picture('disc', 50));
    put(path, 'train/disc/again.png', await picture('disc', 0));
    const { counts, copies } = await planOf(path, { validation: 0 });
    expect(counts).toEqual({ train: 3 * EACH, validation: 0, test: 6 });
    expect(copies).toEqual({ labelled: 2, unlabelled: 0, dropped: 0 });
    put(path, 'train/disc/tested.png', await picture('disc', 51));
    await expect(planOf(path)).rejects.toThrow(/both trained on and held out/);
    const dropped = await planOf(path, { validation: 0, duplicates: 'drop' });
    expect(dropped).toMatchObject({ counts, copies: { ...copies, dropped: 1 } });
  });

  it('need one row in a table of features, that of any copy', async () => {
    const path = copyOfShapes();
    put(path, 'disc/a copy.png', await picture('disc', 0));
    const rows = SHAPE_NAMES.flatMap((shape) =>
      Array.from({ length: EACH }, (_, i) => `${shape}/${i}.png,${i},1`),
    ).join('\n');
    put(root, 'by-first.csv', rows);
    put(root, 'by-copy.csv', rows.replace('disc/0.png', 'disc/a copy.png'));
    const read = (file: string) => tableFeatures(folderConfig(path), place, file);
    expect(await read('by-copy.csv')).toEqual(await read('by-first.csv'));
  });
});

describe('an image in two groups', () => {
  /** A table with a group for each image, and rows for copies of the image `disc/0.png` in other groups. */
  const grouped = async (groupOf: (i: number) => string, copies: readonly string[]) => {
    const path = copyOfShapes();
    const rows = SHAPE_NAMES.flatMap((shape) =>
      Array.from({ length: EACH }, (_, i) => `${shape}/${i}.png,${shape},${groupOf(i)}\n`),
    );
    for (const [at, group] of copies.entries()) {
      put(path, `copy${at}.png`, await picture('disc', 0));
      rows.splice(at % 2 ? 0 : rows.length, 0, `copy${at}.png,disc,${group}\n`);
    }
    put(path, 'labels.csv', `file,label,group\n${rows.join('')}`);
    const { contents } = await planOf(path, { table: 'labels.csv', test: 0.4, validation: 0 });
    return contents;
  };

  it('joins them to one, whichever copy is first', async () => {
    const joined = await grouped((i) => `g${i < 3 ? 0 : i}`, []);
    expect(await grouped((i) => `g${i}`, ['g1', 'g2'])).toEqual(joined);
    expect(await grouped((i) => `g${i}`, ['g2', 'g1'])).toEqual(joined);
    expect(await grouped((i) => `g${i}`, [])).not.toEqual(joined);
  });

  it('belongs to the group that one of its copies has', async () => {
    const known = await grouped((i) => `g${i}`, []);
    expect(await grouped((i) => `g${i}`, [''])).toEqual(known);
  });
});
