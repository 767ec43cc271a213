import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { garbageOf } from './garbage';

const NOTHING_NEEDED = {
  ...{ results: [], pipelines: [], unknown: [] },
  ...{ names: new Set<string>(), keys: new Set<string>(), withoutKey: new Set<string>() },
};

it('counts batches among the remains whose submission was killed more than a day ago', () => {
  const root = temporaryFolder('gc');
  const batch = (token: string, files: readonly string[], hours: number) => {
    const folder = join(root, '.nhat/slurm/batches', token);
    mkdirSync(folder, { recursive: true });
    for (const name of files) writeFileSync(join(folder, name), 'x');
    const then = Date.now() / 1000 - hours * 3600;
    for (const name of [...files, '']) utimesSync(join(folder, name), then, then);
  };
  batch('described', ['0.list', 'job.bash', 'batch.json'], 50);
  batch('killed', ['0.list', 'job.bash'], 25);
  batch('empty', [], 25);
  batch('young', ['0.list'], 23);
  const { remains } = garbageOf(root, join(root, '.nhat/store'), NOTHING_NEEDED);
  expect(remains.map(({ name }) => name)).toEqual(['empty', 'killed']);
});
