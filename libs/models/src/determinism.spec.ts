import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { engineCases, trainingNames } from '@nhat/engine/testing/present-engines';
import { smallBackbones } from './testing/small-backbones';

const root = path.join(__dirname, '../../..');
const run = promisify(execFile);

async function train(engine: string, precision: string): Promise<string> {
  const entry = 'libs/models/src/testing/train-digest-main.ts';
  const args = ['tools/load.cjs', entry, engine, precision];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: root });
  expect(stderr).toBe('');
  return stdout;
}

describe('training twice gives the same bits', () => {
  const cases = engineCases(trainingNames());

  it.each(cases)('on %j, without a word on the error stream', async ({ engine, precision }) => {
    const [first, second] = await Promise.all([train(engine, precision), train(engine, precision)]);
    const networks = first.trim().split('\n');
    expect(networks.length).toBe(smallBackbones.length);
    for (const digests of networks) expect(digests.split(' ').length).toBeGreaterThan(30);
    expect(second).toBe(first);
  });
});
