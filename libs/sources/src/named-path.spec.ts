import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { UserError } from '@nhat/documents';
import { readFeatureTable } from './features/feature-table';
import { fileIngredient } from './file-ingredient';
import { digestFiles } from './folder/digest-index';
import { listPath } from './folder/list-files';
import { readTable } from './folder/read-table';
import { readIdx } from './packed/idx';
import { readNpz } from './packed/npz';
import { openParquet } from './packed/parquet';

const root = temporaryFolder('named-path');

/** Paths that a document may give by mistake, made below the folder of the test; `ending` is that of a table. */
const wrongPaths: readonly (readonly [string, (ending: string) => string])[] = [
  ['nothing', (ending) => `none.${ending}`],
  ['a path through a file', (ending) => `file/table.${ending}`],
  ['a folder', (ending) => `folder.${ending}`],
  ['links to each other', (ending) => `loop.${ending}`],
  ['a name that is too long', (ending) => `${'x'.repeat(300)}.${ending}`],
  ['a character that no path has', (ending) => `a\0b.${ending}`],
];

beforeAll(() => {
  writeFileSync(join(root, 'file'), '');
  for (const ending of ['csv', 'npz', 'parquet', 'd']) {
    mkdirSync(join(root, `folder.${ending}`));
    symlinkSync(join(root, `loop.${ending}`), join(root, `loop.${ending}`));
  }
});

/** What is thrown, which must be a UserError. */
async function refusal(act: () => unknown): Promise<string> {
  const error = await Promise.resolve()
    .then(act)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return (error as Error).message;
}

describe.each(wrongPaths)('a path to %s', (_, pathOf) => {
  it.each(['csv', 'npz', 'parquet'])('as a table of features, .%s', async (ending) => {
    const message = await refusal(() => readFeatureTable(join(root, pathOf(ending)), 'table'));
    expect(message).toMatch(/no such table.*"file" of the method/s);
  });

  it('as a table of labels', async () => {
    const columns = { image: '', label: '', split: '', group: '' };
    const message = await refusal(() => readTable(join(root, pathOf('csv')), columns));
    expect(message).toMatch(/no such table.*"table" in the document of the dataset/s);
  });

  it('as a file of a dataset', async () => {
    const path = join(root, pathOf('d'));
    expect(await refusal(() => fileIngredient('x', path))).toMatch(/document of the dataset/);
  });
});

it.each(wrongPaths.filter(([what]) => what !== 'a folder'))(
  'refuses a path to %s as the folder of a dataset',
  async (_, pathOf) => {
    const message = await refusal(() => listPath(join(root, pathOf('d'))));
    expect(message).toMatch(/no such folder.*"path" or "unlabelled".*NHAT_DATA/s);
  },
);

it('says which file of a dataset was removed while it was read', async () => {
  const path = join(root, 'gone');
  const listed = { name: 'gone', path, size: 9, mtime: 0, inode: 1 };
  const readers: (() => unknown)[] = [
    () => readNpz(path, 'gone'),
    () => readIdx(path, 'gone'),
    () => openParquet(path, 'gone'),
    () => digestFiles(root, root, [listed]),
    () => digestFiles(root, root, [{ ...listed, size: 2 ** 30 }]),
  ];
  for (const read of readers) expect(await refusal(read)).toMatch(/gone: .*missing.*document/);
});
