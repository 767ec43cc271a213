import { createHash } from 'node:crypto';
import { fileFault } from './file-fault';
import { ownLock, ownerState, ownerText, parseOwner } from './lock-owner';
import { performNow, systemPlatform } from './platform';
import type { Files, Platform, Steps } from './platform';

export interface LockOptions {
  /** Gives up after this many milliseconds; waits without limit when absent. */
  waitMs?: number;
  /** Called with a text that names the holder: when the wait begins, and again after ten seconds, then with advice. */
  onWait?: (holder: string) => void;
  /** Milliseconds between two renewals of the lock file by its owner. */
  beatMs?: number;
  /** Milliseconds without a renewal after which an owner on another machine counts as dead. */
  silenceMs?: number;
}

export interface FileLock {
  /** False when another process took the lock because this one did not renew it in time. */
  isHeld(): boolean;
  /** Removes the lock if this process still holds it. */
  release(): void;
}

/** A training blocks the process for ten steps at a time. The silence is many times longer, so that slow steps do no harm. */
const BEAT_MS = 5000;
const SILENCE_MS = 60_000;
/** Milliseconds between two looks at a lock that another process holds. */
const LOOK_MS = 200;
/** Milliseconds of waiting after which the message includes advice. */
const ADVICE_AFTER_MS = 10_000;

/**
 * Waits until no other process holds the lock at `path`, then holds it until `release`. The lock is taken over from an owner
 * whose process is dead. An owner that cannot be checked, for example on another machine, counts as dead when its file has not
 * been renewed for a minute on the clock of this process, so that a jump of another clock cannot make a live lock stale. If
 * several processes take over at once, one wins. Throws a UserError where the file cannot be written.
 */
export async function takeLock(
  path: string,
  options: LockOptions = {},
  platform: Platform = systemPlatform,
): Promise<FileLock> {
  const ownText = JSON.stringify(ownLock(platform));
  const watch = new SilenceWatch(platform, options.silenceMs ?? SILENCE_MS);
  const start = platform.now();
  let notices = 0;
  while (!(await platform.perform(take(platform, path, ownText, watch)))) {
    const waited = platform.now() - start;
    if (waited > (options.waitMs ?? Infinity)) {
      throw new Error(`${path}: held by ${holderOf(platform, path) ?? 'another process'}`);
    }
    if (notices === 0 || (notices === 1 && waited > ADVICE_AFTER_MS)) {
      const holder = holderOf(platform, path, notices === 1);
      if (holder !== undefined) options.onWait?.(holder);
      if (holder !== undefined) notices++;
    }
    await platform.sleep(LOOK_MS);
  }
  return heldLock(platform, path, ownText, options.beatMs ?? BEAT_MS);
}

/** Takes the lock at `path` if it is free or its owner's process is dead; undefined when another process holds it. */
export function tryLock(path: string): FileLock | undefined {
  const ownText = JSON.stringify(ownLock());
  const watch = new SilenceWatch(systemPlatform, Infinity);
  return performNow(take(systemPlatform, path, ownText, watch))
    ? heldLock(systemPlatform, path, ownText, BEAT_MS)
    : undefined;
}

/** Milliseconds after which a lock counts as left that its owner on another machine has not renewed; clocks may differ by minutes. */
const LEFT_MS = 600_000;

/**
 * Describes the process that holds the lock at `path`; undefined when the lock is free or its owner is dead. The lock is not taken. An owner
 * that cannot be checked counts as dead when its file is ten minutes old.
 */
export function lockHolder(path: string): string | undefined {
  const view = performNow(observe(systemPlatform.files, path));
  if (view === undefined) return undefined;
  const owner = view.text === undefined ? undefined : parseOwner(view.text);
  if (view.text !== undefined && owner === undefined) return undefined;
  const state = owner === undefined ? 'unknown' : ownerState(owner);
  const isLeft = state === 'unknown' && Date.now() - view.renewed > LEFT_MS;
  return state === 'dead' || isLeft ? undefined : holderOf(systemPlatform, path);
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
 * Takes a lock that is free or whose owner is dead. A process that takes over first claims the right to replace exactly this
 * lock, by a lock of its own, so that two processes that see the same dead owner cannot both proceed.
 */
function* take(
  platform: Platform,
  path: string,
  ownText: string,
  watch: SilenceWatch,
): Steps<boolean> {
  const { files } = platform;
  if (yield* create(platform, path, ownText)) return true;
  const seen = yield* observe(files, path);
  if (seen === undefined || !watch.isAbandoned(path, seen)) return false;
  const claim = `${path}.after-${seen.id}`;
  if (!(yield* take(platform, claim, ownText, watch))) return false;
  const now = yield* observe(files, path);
  if (now?.id === seen.id && (yield* replace(files, claim, path))) return true;
  yield* removeIfThere(files, claim);
  return false;
}

/** Creates the file together with its content, because an empty lock would look like that of a dead process. */
function* create({ files, randomHex }: Platform, path: string, content: string): Steps<boolean> {
  const part = `${path}.${randomHex(6)}.part`;
  try {
    yield;
    files.writeFileSync(part, content, { flag: 'wx' });
    yield;
    files.linkSync(part, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileFault(path, error);
  } finally {
    yield* removeIfThere(files, part);
  }
}

function* removeIfThere(files: Files, path: string): Steps<void> {
  try {
    yield;
    files.rmSync(path, { force: true });
  } catch {
    // Where nothing can be removed, nothing was written.
  }
}

/** False where only the owner may replace files of the folder. */
function* replace(files: Files, claim: string, path: string): Steps<boolean> {
  try {
    yield;
    files.renameSync(claim, path);
    return true;
  } catch {
    return false;
  }
}

function heldLock(platform: Platform, path: string, ownText: string, beatMs: number): FileLock {
  const { files } = platform;
  let held = true;
  const isHeld = () => (held &&= read(files, path) === ownText);
  const endBeat = platform.every(beatMs, () => isHeld() && renew(platform, path));
  return {
    isHeld,
    release() {
      endBeat();
      if (isHeld()) void platform.perform(removeIfThere(files, path));
      held = false;
    },
  };
}

function renew({ files, date }: Platform, path: string): void {
  try {
    const now = new Date(date());
    files.utimesSync(path, now, now);
  } catch {
    // A full or vanished disk: the owner then counts as silent.
  }
}

/** The state of a lock file that a waiting process observes. */
interface LockView {
  /** Differs between locks, and stays the same while a lock is held. */
  id: string;
  /** Undefined when the file cannot be read, for example because it is another user's. */
  text: string | undefined;
  /** Changes with each renewal. */
  renewed: number;
}

function* observe(files: Files, path: string): Steps<LockView | undefined> {
  yield;
  const status = files.statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  yield;
  const text = read(files, path);
  const id = createHash('sha256').update(`${status.ino} ${text}`).digest('hex').slice(0, 16);
  return { id, text, renewed: status.mtimeMs };
}

function read(files: Files, path: string): string | undefined {
  try {
    return files.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Describes the holder of a lock; undefined when nobody holds it any more. */
function holderOf({ files }: Platform, path: string, withAdvice = false): string | undefined {
  const view = performNow(observe(files, path));
  if (view === undefined) return undefined;
  const owner = view.text === undefined ? undefined : parseOwner(view.text);
  const who = owner === undefined ? 'a process that cannot be named' : ownerText(owner);
  const since = /^[\d:.TZ-]+$/.test(owner?.since ?? '') ? ` since ${owner!.since}` : '';
  return withAdvice ? `${who}${since} (if it no longer runs, remove ${path})` : who;
}

/** Measures for how long locks have not been renewed, by the observations of this process. */
class SilenceWatch {
  private readonly silent = new Map<string, { id: string; renewed: number; ms: number }>();
  private readonly looked = new Map<string, number>();

  constructor(
    private readonly platform: Platform,
    private readonly limit: number,
  ) {}

  isAbandoned(path: string, { id, text, renewed }: LockView): boolean {
    const owner = text === undefined ? undefined : parseOwner(text);
    if (text !== undefined && owner === undefined) return true; // No lock has such a text, so a power failure has cut it off.
    const state = owner === undefined ? 'unknown' : ownerState(owner, this.platform);
    if (state !== 'unknown') return state === 'dead';
    return this.silence(path, id, renewed) > this.limit;
  }

  /**
   * One observation counts for at most two intervals, because a process that was stopped for an hour has not observed for an
   * hour.
   */
  private silence(path: string, id: string, renewed: number): number {
    const now = this.platform.now();
    const passed = Math.min(now - (this.looked.get(path) ?? now), 2 * LOOK_MS);
    this.looked.set(path, now);
    const before = this.silent.get(path);
    const same = before !== undefined && before.id === id && before.renewed === renewed;
    const ms = same ? before.ms + passed : 0;
    this.silent.set(path, { id, renewed, ms });
    return ms;
  }
}
