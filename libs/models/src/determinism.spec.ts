import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { preparedRungs } from '@nhat/engine/testing/prepared-rungs';
import { smallBackbones } from './testing/small-backbones';

const root = path.join(__dirname, '../../..');
const run = promisify(execFile);

async function train(rung: string, precision: string): Promise<string> {
  const entry = 'libs/models/src/testing/train-digest-main.ts';
  const args = ['tools/load.cjs', entry, rung, precision];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: root });
  expect(stderr).toBe('');
  return stdout;
}

describe('training twice gives the same bits', () => {
  const rungs = preparedRungs().filter((rung) => rung !== 'cpu');
  const cases = rungs.map((rung) => [rung, 'float32']);
  if (rungs.includes('native')) cases.push(['native', 'bfloat16']);

  it.each(cases)('on %s in %s, without a word on the error stream', async (rung, precision) => {
    const [first, second] = await Promise.all([train(rung!, precision!), train(rung!, precision!)]);
    const networks = first!.trim().split('\n');
    expect(networks.length).toBe(smallBackbones.length);
    for (const digests of networks) expect(digests.split(' ').length).toBeGreaterThan(30);
    expect(second).toBe(first);
  });
});
