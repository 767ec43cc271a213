import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../testing/temporary-folder';
import { hasRecordedSizes, recordSizes } from './file-sizes';

const folder = temporaryFolder();

it('a folder has its recorded sizes until a file is truncated or lost', () => {
  const outside = path.join(folder, 'outside');
  const finished = path.join(folder, 'finished');
  fs.mkdirSync(finished);
  fs.writeFileSync(path.join(finished, 'a'), 'abc');
  fs.writeFileSync(outside, 'abcd');
  expect(hasRecordedSizes(finished)).toBe(false);
  recordSizes(finished, ['a', outside]);
  expect(hasRecordedSizes(finished)).toBe(true);
  fs.truncateSync(path.join(finished, 'a'), 2);
  expect(hasRecordedSizes(finished)).toBe(false);
  fs.writeFileSync(path.join(finished, 'a'), 'abc');
  expect(hasRecordedSizes(finished)).toBe(true);
  fs.rmSync(outside);
  expect(hasRecordedSizes(finished)).toBe(false);
});
