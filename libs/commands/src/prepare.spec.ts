import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { workspaceRoot } from '@nhat/runner/testing/runner-folder';
import { main } from './prepare';

it('bundles what every run starts', async () => {
  const root = temporaryFolder('prepare');
  for (const name of ['libs', 'node_modules']) {
    symlinkSync(join(workspaceRoot, name), join(root, name));
  }
  for (const file of ['tools', 'tsconfig.base.json', 'package-lock.json']) {
    cpSync(join(workspaceRoot, file), join(root, file), { recursive: true });
  }
  const engine = process.env['NHAT_ENGINE'];
  process.env['NHAT_ENGINE'] = 'wasm';
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(await main([], root)).toBe(0);
  } finally {
    write.mockRestore();
    if (engine === undefined) delete process.env['NHAT_ENGINE'];
    else process.env['NHAT_ENGINE'] = engine;
  }
  const programs = readdirSync(join(root, '.nhat/tools')).filter((name) => name.endsWith('.cjs'));
  expect(programs.sort()).toEqual([
    'commands-report-ts.cjs',
    'runner-bundle-main-ts.cjs',
    'runner-main-ts.cjs',
    'runner-worker-ts.cjs',
  ]);
});
