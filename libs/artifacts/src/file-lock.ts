import { createHash, randomBytes } from 'node:crypto';
import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileFault } from './file-fault';
import { ownLock, ownerState, ownerText, parseOwner } from './lock-owner';

export interface LockOptions {
  /** Gives up after this many milliseconds; without it, never. */
  waitMs?: number;
  /** Gets who holds the lock: when the waiting begins, and once more, with what can be done, after ten seconds. */
  onWait?: (holder: string) => void;
  /** Milliseconds between two signs of life of the owner. */
  beatMs?: number;
  /** Milliseconds without a sign of life after which an owner that cannot be asked counts as dead. */
  silenceMs?: number;
}

export interface FileLock {
  /** False when another process took the lock because this one gave no sign of life. */
  isHeld(): boolean;
  /** Removes the lock if it is still this one. */
  release(): void;
}

/** A training blocks the process for ten steps at a time; silence is many times longer, so that slow steps do no harm. */
const BEAT = 5000;
const SILENCE = 60_000;
/** Milliseconds between two looks at a lock that others hold. */
const LOOK = 200;
/** Milliseconds of waiting after which the message says what can be done. */
const LONG = 10_000;

/**
 * Waits until no other process holds the lock at `path`, then holds it until `release`. It is taken over from an owner whose
 * process is dead. One that cannot be asked, for example on another machine, counts as dead when its file has not been
 * renewed for a minute of this process's own time, so that no clock that jumps makes a live lock stale. Of several that take
 * over at once, one wins. Throws a UserError where the file cannot be written.
 */
export async function takeLock(path: string, options: LockOptions = {}): Promise<FileLock> {
  const own = JSON.stringify(ownLock());
  const watch = new Watch(options.silenceMs ?? SILENCE);
  const start = performance.now();
  let told = 0;
  while (!take(path, own, watch)) {
    const waited = performance.now() - start;
    if (waited > (options.waitMs ?? Infinity)) {
      throw new Error(`${path}: held by ${holderOf(path) ?? 'another process'}`);
    }
    if (told === 0 || (told === 1 && waited > LONG)) {
      const holder = holderOf(path, told === 1);
      if (holder !== undefined) options.onWait?.(holder);
      if (holder !== undefined) told++;
    }
    await sleep(LOOK);
  }
  return heldLock(path, own, options.beatMs ?? BEAT);
}

/** The lock at `path` if it is free or its owner's process is dead; undefined when somebody holds it. */
export function tryLock(path: string): FileLock | undefined {
  const own = JSON.stringify(ownLock());
  return take(path, own, new Watch(Infinity)) ? heldLock(path, own, BEAT) : undefined;
}

/** Runs `work` while this process holds the lock at `path`. */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const lock = await takeLock(path, options);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * Takes a lock that is free or whose owner is dead. Who takes over first claims the right to replace exactly this lock, with
 * a lock of its own, so that two that see the same dead owner cannot both go on.
 */
function take(path: string, own: string, watch: Watch): boolean {
  if (create(path, own)) return true;
  const seen = look(path);
  if (seen === undefined || !watch.isAbandoned(path, seen)) return false;
  const claim = `${path}.after-${seen.id}`;
  if (!take(claim, own, watch)) return false;
  if (look(path)?.id === seen.id && replace(claim, path)) return true;
  removeIfThere(claim);
  return false;
}

/** With its content from the first moment: an empty lock would look like that of a dead process. */
function create(path: string, content: string): boolean {
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    writeFileSync(part, content, { flag: 'wx' });
    linkSync(part, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileFault(path, error);
  } finally {
    removeIfThere(part);
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be removed, nothing was written.
  }
}

/** False where the folder allows nobody but the owner to do it. */
function replace(claim: string, path: string): boolean {
  try {
    renameSync(claim, path);
    return true;
  } catch {
    return false;
  }
}

function heldLock(path: string, own: string, beatMs: number): FileLock {
  let held = true;
  const isHeld = () => (held &&= read(path) === own);
  const beat = setInterval(() => isHeld() && renew(path), beatMs);
  beat.unref();
  return {
    isHeld,
    release() {
      clearInterval(beat);
      if (isHeld()) removeIfThere(path);
      held = false;
    },
  };
}

function renew(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // A full or vanished disk: the owner then counts as silent.
  }
}

/** What a waiting process sees of a lock. */
interface Sight {
  /** Another one for each lock, the same as long as it is held. */
  id: string;
  /** Undefined when the file cannot be read, for example because it is another user's. */
  text: string | undefined;
  /** Changes with each sign of life. */
  renewed: number;
}

function look(path: string): Sight | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  const text = read(path);
  const id = createHash('sha256').update(`${status.ino} ${text}`).digest('hex').slice(0, 16);
  return { id, text, renewed: status.mtimeMs };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Says who holds a lock; undefined when nobody does any more. */
function holderOf(path: string, withAdvice = false): string | undefined {
  const sight = look(path);
  if (sight === undefined) return undefined;
  const owner = sight.text === undefined ? undefined : parseOwner(sight.text);
  const who = owner === undefined ? 'a process that cannot be named' : ownerText(owner);
  const since = /^[\d:.TZ-]+$/.test(owner?.since ?? '') ? ` since ${owner!.since}` : '';
  return withAdvice ? `${who}${since} (if it no longer runs, remove ${path})` : who;
}

/** How long locks have given no sign of life, counted by the looks of this process. */
class Watch {
  private readonly silent = new Map<string, { id: string; renewed: number; ms: number }>();
  private readonly looked = new Map<string, number>();

  constructor(private readonly limit: number) {}

  isAbandoned(path: string, { id, text, renewed }: Sight): boolean {
    const owner = text === undefined ? undefined : parseOwner(text);
    if (text !== undefined && owner === undefined) return true; // No lock has such a text: cut off by a power failure.
    const state = owner === undefined ? 'unknown' : ownerState(owner);
    if (state !== 'unknown') return state === 'dead';
    return this.silence(path, id, renewed) > this.limit;
  }

  /** A process that stood still for an hour has not watched for an hour: a look counts for at most two intervals. */
  private silence(path: string, id: string, renewed: number): number {
    const now = performance.now();
    const passed = Math.min(now - (this.looked.get(path) ?? now), 2 * LOOK);
    this.looked.set(path, now);
    const before = this.silent.get(path);
    const same = before !== undefined && before.id === id && before.renewed === renewed;
    const ms = same ? before.ms + passed : 0;
    this.silent.set(path, { id, renewed, ms });
    return ms;
  }
}
