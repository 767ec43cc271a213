import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { inspect } from './damage';

it.each(['one', 'mini/one', 'mini/sweep/rotation/one'])(
  'finds a damaged kept result of the pipeline %s',
  (pipeline) => {
    const root = temporaryFolder('damage');
    const path = `reports/${pipeline}/history/20260101T000000000Z-0123abcd.json`;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '{}');
    const { counts, damage } = inspect(root, join(root, '.nhat/store'));
    expect(counts).toEqual({ histories: { files: 1, bytes: 2 } });
    expect(damage).toEqual([expect.objectContaining({ path })]);
  },
);
