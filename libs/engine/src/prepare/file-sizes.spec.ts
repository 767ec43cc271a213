import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../testing/temporary-folder';
import { isWhole, sealFolder } from './file-sizes';

const folder = temporaryFolder();

it('a folder is whole from its seal until a file is cut or lost', () => {
  const outside = path.join(folder, 'outside');
  const sealed = path.join(folder, 'sealed');
  fs.mkdirSync(sealed);
  fs.writeFileSync(path.join(sealed, 'a'), 'abc');
  fs.writeFileSync(outside, 'abcd');
  expect(isWhole(sealed)).toBe(false);
  sealFolder(sealed, ['a', outside]);
  expect(isWhole(sealed)).toBe(true);
  fs.truncateSync(path.join(sealed, 'a'), 2);
  expect(isWhole(sealed)).toBe(false);
  fs.writeFileSync(path.join(sealed, 'a'), 'abc');
  expect(isWhole(sealed)).toBe(true);
  fs.rmSync(outside);
  expect(isWhole(sealed)).toBe(false);
});
