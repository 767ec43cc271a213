import fs from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 2000;
const silenceMs = 30_000;

export interface LockOptions {
  /** Give up after this long; default 30 minutes. */
  waitMs?: number;
  /** Told once when somebody else holds the lock. */
  onWait?: () => void;
}

/**
 * Runs `work` while no other process of this user runs its own under the same lock file. A holder that was killed is
 * noticed: its process is gone, or (other machine, same home) its heartbeat has stopped.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  { waitMs = 30 * 60_000, onWait }: LockOptions = {},
): Promise<T> {
  const holder = JSON.stringify({ pid: process.pid, host: os.hostname(), nonce: nonce() });
  const start = performance.now();
  let waiting = false;
  while (!take(file, holder)) {
    if (removeIfStale(file)) continue;
    if (!waiting) onWait?.();
    waiting = true;
    if (performance.now() - start > waitMs) throw new Error(`another process holds ${file}`);
    await sleep(250);
  }
  const beat = setInterval(() => touch(file), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (read(file) === holder) fs.rmSync(file, { force: true });
  }
}

const nonce = () => `${process.hrtime.bigint()}`;

function take(file: string, holder: string): boolean {
  try {
    fs.writeFileSync(file, holder, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** True when the way is free now. */
function removeIfStale(file: string): boolean {
  const seen = read(file);
  const status = fs.statSync(file, { throwIfNoEntry: false });
  if (seen === undefined || !status) return true;
  const silent = Date.now() - status.mtimeMs > silenceMs;
  if (!silent && !isDeadHere(seen)) return false;
  // Renamed first: of two that see the same stale lock only one gets it.
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return true;
  }
  if (read(aside) === seen) fs.rmSync(aside, { force: true });
  else fs.renameSync(aside, file);
  return true;
}

function isDeadHere(holder: string): boolean {
  try {
    const { pid, host } = JSON.parse(holder) as { pid: number; host: string };
    if (host !== os.hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function touch(file: string): void {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // Taken away by somebody who thought this process dead; the end of `withLock` looks at the holder.
  }
}
