import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileFault } from '@nhat/artifacts';
import { born, isRunning } from './process-life';

interface Holder {
  pid: number;
  host: string;
  /** When the process started, in ticks since the system did; tells a reused pid. */
  born: string;
}

/**
 * Waits until no other process computes the same result, then holds the lock until `release`. A lock whose process
 * is gone is taken over. Two processes that take over at the same instant may both compute: results are published
 * whole and equal runs give equal bytes, so that costs time only.
 */
export async function lockKey(
  path: string,
  onWait: (holder: string) => void,
): Promise<{ release(): void }> {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), born: born(process.pid) });
  for (let waits = 0; ; waits++) {
    if (create(path, own)) return { release: () => rmSync(path, { force: true }) };
    const text = read(path);
    const holder = text === undefined ? undefined : parse(text);
    if (text !== undefined && !isAlive(holder)) {
      if (read(path) === text) rmSync(path, { force: true });
      continue;
    }
    if (waits === 0 && holder !== undefined) onWait(`process ${holder.pid} on ${holder.host}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

/** With its content from the first moment: an empty lock would look like that of a dead process. */
function create(path: string, content: string): boolean {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, content);
    linkSync(part, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileFault(path, error);
  } finally {
    rmSync(part, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined; // Killed between creating the file and writing it.
  }
}

/** A process on another host cannot be asked, so it counts as alive. */
function isAlive(holder: Holder | undefined): boolean {
  if (holder === undefined) return false;
  if (holder.host !== hostname()) return true;
  const since = born(holder.pid); // Empty too where others' processes are hidden.
  return isRunning(holder.pid) && (since === '' || since === holder.born);
}
