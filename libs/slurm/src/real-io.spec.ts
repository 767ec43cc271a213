import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { realIo } from './real-io';

const HOUR = 3_600_000;

describe('the age of a batch on the disk', () => {
  const root = temporaryFolder('slurm');
  const { files } = realIo(root, {});
  const folder = join(root, '.nhat/slurm/batches/t');
  /** Makes a file, or the folder, so many hours old. */
  const age = (path: string, hours: number) => {
    const then = (Date.now() - hours * HOUR) / 1000;
    utimesSync(path, then, then);
  };
  mkdirSync(folder, { recursive: true });
  for (const name of ['0.list', '1.list']) writeFileSync(join(folder, name), 'r\n');

  it.each([
    ['of its youngest file', { '0.list': 30, '1.list': 26, '': 40 }, 26],
    ['of the folder where a file was removed last', { '0.list': 30, '1.list': 26, '': 3 }, 3],
    ['negative where a file is from the future', { '0.list': 30, '1.list': -5, '': 30 }, -5],
  ])('is that %s', (_, hours, expected) => {
    for (const [name, of] of Object.entries(hours)) age(join(folder, name), of);
    expect(files.age('batches/t')! / HOUR).toBeCloseTo(expected, 1);
    expect(readdirSync(join(root, '.nhat/slurm'))).toEqual(['batches']);
  });

  it('is not known of a folder that is gone', () => {
    expect(files.age('batches/gone')).toBeUndefined();
  });
});
