import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock, withLock } from '.';
import { ownLock } from './lock-owner';
import type { LockOwner } from './lock-owner';

const root = join(__dirname, '../../..');
const onLinux = existsSync('/proc/self/stat') ? it : it.skip;

describe('a lock in a file', () => {
  let folder: string;
  let path: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-lock-'));
    path = join(folder, 'lock');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'close');
      }
    }
    rmSync(folder, { recursive: true });
  });

  /** Starts a process that takes the lock; `said` collects what it prints. */
  function holder(...args: string[]) {
    const entry = ['tools/load.cjs', 'libs/artifacts/src/testing/hold-lock.ts', path];
    const child = spawn(process.execPath, [...entry, ...args], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const said = { text: '' };
    child.stdout!.on('data', (chunk: Buffer) => (said.text += chunk.toString()));
    return { child, said };
  }
  const until = async (condition: () => boolean) => {
    for (let tries = 0; !condition(); tries++) {
      if (tries > 6000) throw new Error('waited in vain');
      await sleep(10);
    }
  };
  const owner = () => JSON.parse(readFileSync(path, 'utf8')) as LockOwner;
  /** Changes the record of the owner in a lock file. */
  const edit = (change: Partial<LockOwner>) =>
    writeFileSync(path, JSON.stringify({ ...owner(), ...change }));
  const elsewhere = { host: 'elsewhere', boot: 'another start' };
  const left = () => readdirSync(folder).filter((name) => name !== 'lock');
  const deadPid = () => spawnSync('true').pid;

  it('has one holder at a time and is released after an error', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(5);
      inside--;
      throw new Error('expected');
    };
    const runs = [1, 2, 3].map(() => withLock(path, work));
    for (const run of await Promise.allSettled(runs)) expect(run.status).toBe('rejected');
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over at once from a process that was killed', async () => {
    const { child, said } = holder();
    await until(() => said.text === 'held\n');
    child.kill('SIGKILL');
    await once(child, 'close');
    const lock = await takeLock(path);
    expect(owner().pid).toBe(process.pid);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  onLinux('is taken over from a killed process after the machine was renamed', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), pid: deadPid(), host: 'earlier-name' }));
    await takeLock(path).then((lock) => lock.release());
    expect(left()).toEqual([]);
  });

  onLinux('is taken over from a killed process whose pid is in use again', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), born: '1' }));
    await takeLock(path).then((lock) => lock.release());
  });

  it('is taken over from an owner on another machine that no longer renews it', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), ...elsewhere }));
    const said: string[] = [];
    const lock = await takeLock(path, { silenceMs: 300, onWait: (line) => said.push(line) });
    expect(said).toEqual([`process ${process.pid} on elsewhere`]);
    expect(owner().host).toBe(hostname());
    lock.release();
    expect(left()).toEqual([]);
  });

  it('is not taken over while its owner renews it, whatever that clock shows', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), ...elsewhere }));
    let beats = 0;
    const beat = setInterval(() => utimesSync(path, 1000 - beats, 1000 - beats++), 50);
    // The limit is 20 renewals, and the wait is longer than that.
    const waiting = takeLock(path, { silenceMs: 1000, waitMs: 2500 });
    await expect(waiting).rejects.toThrow('elsewhere');
    clearInterval(beat);
    expect(beats).toBeGreaterThan(2);
    expect(owner().host).toBe('elsewhere');
  });

  it('is not taken over from a stopped process of this machine', async () => {
    const { child, said } = holder();
    await until(() => said.text === 'held\n');
    child.kill('SIGSTOP');
    await expect(takeLock(path, { silenceMs: 1, waitMs: 1000 })).rejects.toThrow(`${child.pid}`);
    child.kill('SIGCONT');
    child.stdin!.end();
    await until(() => said.text === 'held\nstill held\n');
  });

  it('is renewed by its owner', async () => {
    const { said, child } = holder();
    await until(() => said.text === 'held\n');
    const first = statSync(path).mtimeMs;
    await until(() => statSync(path).mtimeMs !== first);
    child.stdin!.end();
    await once(child, 'close');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stays with the new holder when the former owner wakes up', async () => {
    const { child, said } = holder();
    await until(() => said.text === 'held\n');
    child.kill('SIGSTOP');
    edit(elsewhere);
    const lock = await takeLock(path, { silenceMs: 1 });
    child.kill('SIGCONT');
    child.stdin!.end();
    await once(child, 'close');
    expect(said.text).toBe('held\nlost\n');
    expect(lock.isHeld()).toBe(true);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes to exactly one of many processes that take it over at once', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), pid: deadPid() }));
    const others = [1, 2, 3, 4].map(() => holder());
    for (let round = 0; round < others.length; round++) {
      const holding = () => others.filter(({ said }) => /held\n$/.test(said.text));
      await until(() => holding().length > 0);
      expect(holding()).toHaveLength(1);
      const [{ child, said }] = holding() as [ReturnType<typeof holder>];
      expect(owner().pid).toBe(child.pid);
      child.stdin!.end();
      await once(child, 'close');
      expect(said.text).toMatch(/held\nstill held\n$/);
      others.splice(
        others.findIndex((candidate) => candidate.child === child),
        1,
        { child, said: { text: '' } },
      );
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a process that was killed during its takeover', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), pid: deadPid() }));
    const content = `${statSync(path).ino} ${readFileSync(path, 'utf8')}`;
    const id = createHash('sha256').update(content).digest('hex').slice(0, 16);
    // The file that a process leaves when it is killed between its claim and the use of it.
    writeFileSync(`${path}.after-${id}`, JSON.stringify({ ...ownLock(), pid: deadPid() }));
    await takeLock(path).then((lock) => lock.release());
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['', '{', '7', '{"pid":"x"}'])(
    'is free when its text names no owner: %j',
    async (text) => {
      writeFileSync(path, text);
      await takeLock(path).then((lock) => lock.release());
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('reports to waiting processes who holds it, since when, and what to remove', async () => {
    const { said, child } = holder();
    await until(() => said.text === 'held\n');
    const lines: string[] = [];
    const waiting = takeLock(path, { onWait: (line) => lines.push(line) });
    await until(() => lines.length === 2);
    expect(lines[0]).toContain(`process ${child.pid}`);
    expect(lines[1]).toContain(`since ${owner().since}`);
    expect(lines[1]).toContain(`remove ${path}`);
    child.stdin!.end();
    (await waiting).release();
  }, 60_000);

  it('prints no control characters of a host name', async () => {
    writeFileSync(path, JSON.stringify({ ...ownLock(), ...elsewhere, host: '\u001b[2J\n' }));
    const lines: string[] = [];
    await takeLock(path, { silenceMs: 1, onWait: (line) => lines.push(line) });
    expect(lines.join()).not.toMatch(/[\u0000-\u001f]/);
    rmSync(path);
  });

  it('reports an unnamed holder to processes that may not read it', async () => {
    // Tests may run as root, which may read everything: a folder stands for a file that cannot be read.
    const lines: string[] = [];
    mkdirSync(path);
    const waiting = takeLock(path, { waitMs: 500, onWait: (line) => lines.push(line) });
    await expect(waiting).rejects.toThrow(path);
    expect(lines).toEqual(['a process that cannot be named']);
  });

  it('is refused in one message where it cannot be written', async () => {
    writeFileSync(path, '');
    await expect(takeLock(join(path, 'below'))).rejects.toMatchObject({ name: 'UserError' });
  });
});
