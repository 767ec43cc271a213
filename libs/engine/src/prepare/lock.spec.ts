import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../testing/temporary-folder';
import { withLock } from './lock';

const folder = temporaryFolder();
const file = (name: string) => path.join(folder, name);
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('withLock', () => {
  it('never lets two in at once and releases after an error', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
      throw new Error('expected');
    };
    const runs = [1, 2, 3].map(() => withLock(file('a'), work));
    for (const run of await Promise.allSettled(runs)) expect(run.status).toBe('rejected');
    expect(most).toBe(1);
    expect(fs.existsSync(file('a'))).toBe(false);
  });

  it('takes over from a process that was killed', async () => {
    fs.writeFileSync(
      file('b'),
      JSON.stringify({ pid: deadPid(), host: os.hostname(), nonce: '1' }),
    );
    expect(await withLock(file('b'), async () => 'done', { waitMs: 2000 })).toBe('done');
  });

  it('takes over from another machine whose heartbeat stopped', async () => {
    fs.writeFileSync(file('c'), JSON.stringify({ pid: 1, host: 'elsewhere', nonce: '1' }));
    const longAgo = new Date(Date.now() - 3_600_000);
    fs.utimesSync(file('c'), longAgo, longAgo);
    expect(await withLock(file('c'), async () => 'done', { waitMs: 2000 })).toBe('done');
  });

  it('waits for a living holder, says so once, and gives up', async () => {
    const holder = JSON.stringify({ pid: 1, host: 'elsewhere', nonce: '1' });
    fs.writeFileSync(file('d'), holder);
    const onWait = jest.fn();
    const attempt = withLock(file('d'), async () => 'done', { waitMs: 600, onWait });
    await expect(attempt).rejects.toThrow('another process holds');
    expect(onWait).toHaveBeenCalledTimes(1);
    expect(fs.readFileSync(file('d'), 'utf8')).toBe(holder);
  });
});
