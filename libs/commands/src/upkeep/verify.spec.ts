import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { main } from './verify';

it.each(['--seed=7', '--seed=2147483647', '--seed=7 --recompute=0'])(
  'refuses %s, because a seed chooses among nodes that run again, and none does',
  async (line) => {
    const root = temporaryFolder('verify');
    for (const folder of ['datasets', 'pipelines']) mkdirSync(join(root, folder));
    await expect(main(line.split(' '), root)).rejects.toThrow(
      /^nx verify: no number of nodes to run again \(expected --recompute=3\)/,
    );
  },
);

it('a workspace without results says what brings some there to run again', async () => {
  const root = temporaryFolder('verify');
  for (const folder of ['datasets', 'pipelines']) mkdirSync(join(root, folder));
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(await main(['--recompute=2'], root)).toBe(0);
    const text = written.mock.calls.map(([part]) => String(part)).join('');
    expect(text).toMatch(/No finished node is in artifacts\/.*npx nx utility quickstart first/);
    expect(text).not.toContain('Running 0');
  } finally {
    written.mockRestore();
  }
});
