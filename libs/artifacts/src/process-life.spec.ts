import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { born, isRunning } from './process-life';

const hasProc = existsSync('/proc/self/stat');

it('distinguishes a running process from one that has ended', () => {
  const { pid } = spawnSync('true');
  expect([isRunning(process.pid), isRunning(pid)]).toEqual([true, false]);
  expect(born(process.pid)).toMatch(hasProc ? /^\d+$/ : /^$/);
  expect(born(pid)).toBe('');
});

it('counts a zombie process as ended', async () => {
  // The shell starts a child and becomes a `sleep`, which never waits for children.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600']);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(line.toString());
  try {
    expect(isRunning(child)).toBe(true);
    process.kill(child, 'SIGKILL');
    // Without /proc a zombie cannot be told from a running process.
    while (hasProc && isRunning(child)) await sleep(20);
    expect(process.kill(child, 0)).toBe(true);
    expect(isRunning(child)).toBe(!hasProc);
  } finally {
    parent.kill();
  }
});
