import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './files-below';

const folder = mkdtempSync(join(tmpdir(), 'nhat-files-below-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('lists files at any depth by name, and does not follow links', () => {
  mkdirSync(join(folder, 'b/c/d'), { recursive: true });
  for (const path of ['z', 'b/two', 'b/c/d/one', 'a']) writeFileSync(join(folder, path), '');
  symlinkSync(folder, join(folder, 'b/again'));
  expect(filesBelow(folder)).toEqual(['a', 'b/again', 'b/c/d/one', 'b/two', 'z']);
});

it('lists nothing below a folder that is missing', () => {
  expect(filesBelow(join(folder, 'missing'))).toEqual([]);
});
