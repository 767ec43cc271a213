import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../testing/temporary-folder';
import { runCommand } from './run-command';

const log = path.join(temporaryFolder(), 'log');
const node = (code: string, options: { timeoutMs?: number; stall?: boolean } = {}) =>
  runCommand(process.execPath, ['-e', code], {
    timeoutMs: options.timeoutMs ?? 20_000,
    log,
    ...(options.stall ? { progress: () => 0, stallMs: 500 } : {}),
  });

describe('runCommand', () => {
  it('returns what the command printed and logs it', async () => {
    expect(await node('console.log("out"); console.error("err")')).toEqual({
      ok: true,
      stdout: 'out\n',
      stderr: 'err\n',
      why: '',
    });
    expect(fs.readFileSync(log, 'utf8')).toMatch(/\$ .*\n[^]*out\n/);
    expect(fs.readFileSync(log, 'utf8')).toContain('err\n');
  });

  it('names the line that tells most', async () => {
    const failing = 'console.error("x\\nERROR: no disk\\nbye"); process.exit(3)';
    expect(await node(failing)).toMatchObject({ ok: false, why: 'ERROR: no disk' });
    expect(await node('process.exit(3)')).toMatchObject({ ok: false, why: 'ended by 3' });
  });

  it('survives a command that is not there', async () => {
    const result = await runCommand('no-such-command', [], { timeoutMs: 1000, log });
    expect(result).toEqual({ ok: false, stdout: '', stderr: '', why: 'not found' });
  });

  it('kills what hangs', async () => {
    const hang = 'setInterval(() => {}, 1000)';
    expect((await node(hang, { timeoutMs: 400 })).why).toBe('took longer than 0.4 s');
    expect((await node(hang, { stall: true })).why).toBe('nothing came for 0.5 s');
  });
});
