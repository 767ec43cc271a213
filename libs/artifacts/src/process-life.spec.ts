import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
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
  // A stopped parent cannot collect its child, which therefore stays a zombie process.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; wait']);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(line.toString());
  try {
    parent.kill('SIGSTOP');
    while (hasProc && stateOf(parent.pid) !== 'T') await sleep(5);
    expect(isRunning(child)).toBe(true);
    process.kill(child, 'SIGKILL');
    // Without /proc a zombie cannot be told from a running process.
    while (hasProc && isRunning(child)) await sleep(5);
    expect(process.kill(child, 0)).toBe(true);
    expect(isRunning(child)).toBe(!hasProc);
  } finally {
    parent.kill('SIGKILL');
  }
});

/** State of a process as one letter, for instance T for a stopped one. */
const stateOf = (pid: number | undefined): string | undefined =>
  /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
