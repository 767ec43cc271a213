import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { digestFiles } from './digest-index';
import { listFiles } from './list-files';

const root = temporaryFolder('digests');
const LONG_AGO = new Date('2020-01-01');

/** A folder of three files that were changed long ago, and what their digests are now. */
let folders = 0;
function newFolder() {
  const folder = join(root, `files-${folders++}`);
  mkdirSync(join(folder, 'a'), { recursive: true });
  const put = (name: string, text: string, time = LONG_AGO) => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), time, time);
  };
  for (const name of ['a/1', 'a/2', 'a-3']) put(name, `text ${name}`);
  const digests = async () => {
    const found = await digestFiles(root, folder, listFiles(folder).files);
    return Object.fromEntries(found.map((file) => [file.name, file.sha256]));
  };
  return { folder, put, digests };
}

const indexes = () =>
  readdirSync(join(root, '.nhat/digests')).map((name) => join(root, '.nhat/digests', name));

beforeEach(() => rmSync(join(root, '.nhat'), { recursive: true, force: true }));

it('files that look unchanged are not read again, whatever is beside them', async () => {
  const { folder, put, digests } = newFolder();
  const before = await digests();
  expect(before['a/1']).toBe(sha256('text a/1'));
  // As no program leaves a file: other bytes, and all that the file system says of it as before.
  put('a/1', 'TEXT a/1');
  expect(await digests()).toEqual(before);
  put('a/0', 'one more');
  rmSync(join(folder, 'a-3'));
  const { 'a/1': first, 'a/2': second } = before;
  const third = sha256('one more');
  expect(await digests()).toEqual({ 'a/0': third, 'a/1': first, 'a/2': second });
});

it.each<[string, (bytes: Buffer) => Buffer]>([
  ['a flipped bit', (bytes) => (bytes.set([bytes.at(-20)! ^ 4], bytes.length - 20), bytes)],
  ['half of it missing', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['nothing in it', () => Buffer.alloc(0)],
])('an index with %s is not believed', async (_, damage) => {
  const { put, digests } = newFolder();
  await digests();
  put('a/1', 'TEXT a/1');
  for (const path of indexes()) writeFileSync(path, damage(readFileSync(path)));
  expect((await digests())['a/1']).toBe(sha256('TEXT a/1'));
});

it('files that changed just before they were read are read once more', async () => {
  const { put, digests } = newFolder();
  const now = new Date();
  put('a/1', 'text a/1', now);
  await digests();
  put('a/1', 'TEXT a/1', now);
  expect((await digests())['a/1']).toBe(sha256('TEXT a/1'));
});

it('a file of more than 256 MiB is told by its first bytes, as smaller ones are', async () => {
  const folder = join(root, 'large');
  mkdirSync(folder);
  for (const [name, start] of Object.entries({ 'a.tif': 'II*\0', 'b.bin': 'text' })) {
    writeFileSync(join(folder, name), start);
    truncateSync(join(folder, name), 2 ** 28 + 1);
  }
  const found = await digestFiles(root, folder, listFiles(folder).files);
  expect(found.map(({ type }) => type)).toEqual(['tiff', 'other']);
});
