import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { generators } from '../../generators.json';
import { images } from './images';

const root = temporaryFolder('generated');
const names = { name: 'photos', camel: 'photos', key: 'photos' };

/** The source in the document that is written for a path. */
function sourceFor(options: { path?: string }): unknown {
  const files = images.files(names, () => '', { ...options, root });
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
])('a document for the folders %j says where the images are', (folders, places) => {
  const path = `./pictures-${folders.join('-')}`;
  for (const folder of folders) mkdirSync(join(root, path, folder), { recursive: true });
  const expected = JSON.stringify({ name: 'folder', ...places }).replaceAll('./pictures', path);
  expect(sourceFor({ path: `${path}/` })).toEqual(JSON.parse(expected));
});

it('a folder that is not there is refused if it was named', () => {
  expect(() => sourceFor({ path: './gone' })).toThrow(/no such folder .*gone/);
  expect(sourceFor({})).toEqual({ name: 'folder', path: '../photos' });
});

it('the help of each generator says what it does', () => {
  for (const { schema } of Object.values(generators)) {
    const file = join(__dirname, '../..', schema);
    const { description } = JSON.parse(readFileSync(file, 'utf8')) as { description?: string };
    expect(description).toMatch(/\.$/);
  }
});
