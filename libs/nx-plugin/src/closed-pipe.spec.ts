import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('prints no stack when the reader of a command goes before its end', () => {
  const command = 'node tools/load.cjs libs/commands/src/plan.ts --json';
  const { stderr } = spawnSync('bash', ['-c', `${command} | true`], {
    cwd: join(__dirname, '../../..'),
    encoding: 'utf8',
    env: { ...process.env, NHAT_PIPELINE: JSON.stringify({ name: 'smoke' }) },
  });
  expect(stderr).toBe('');
});
