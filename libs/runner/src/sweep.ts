import { existsSync, lstatSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, tryLock } from '@nhat/artifacts';
import type { FileLock } from '@nhat/artifacts';
import { RECORDS } from './node-record';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** A record costs little, and a run of Nx that needs it may take weeks. */
const MONTH = 30 * 24 * HOUR;

export interface SweptPlace {
  /** Of the workspace. */
  root: string;
  /** Folder of the store, when it has one on this machine. */
  store?: string;
  /** Digests of the node records that are in use. */
  records: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  now: number;
}

/** Sweeps when the last sweep of this workspace is an hour ago, because to look through thousands of files takes a while. */
export function sweepWhenDue(place: SweptPlace): string[] {
  const stamp = join(place.root, '.nhat', 'swept');
  const status = lstatSync(stamp, { throwIfNoEntry: false });
  if (status !== undefined && Math.abs(place.now - status.mtimeMs) < HOUR) return [];
  try {
    writeFileSync(stamp, '');
    utimesSync(stamp, place.now / 1000, place.now / 1000);
  } catch {
    return []; // A folder that cannot be written.
  }
  return sweep(place);
}

/**
 * Removes what killed and abandoned runs left: work folders without a live lock, damaged files that were put aside and
 * addresses of workers after a week; halves of files after an hour; records of nodes that are in no plan after a month. Of a
 * store only what this user owns. Never fails: what cannot be removed stays. Returns the paths that it removed.
 */
export function sweep({ root, store, records, now }: SweptPlace): string[] {
  const here = (...parts: string[]) => join(root, '.nhat', ...parts);
  const older = (path: string, age: number) => isOlder(path, now - age);
  const halves = (folder: string) =>
    list(folder, (name) => name.endsWith('.part') || name.endsWith('.stale')).filter((path) =>
      older(path, HOUR),
    );
  const recordFolders = list(join(root, RECORDS));
  const unused = recordFolders
    .flatMap((folder) => list(folder, (name) => !records.has(name.replace(/\.json$/, ''))))
    .filter((path) => older(path, path.endsWith('.part') ? HOUR : MONTH));
  const workers = list(here('workers')).filter((path) => older(path, WEEK) && !isInUse(path));
  const ofStore = (name: string) => (store === undefined ? [] : [join(store, name)]);
  const aside = ofStore('quarantine').flatMap((folder) => list(folder));
  const damaged = aside.filter((path) => older(path, WEEK));
  const places = [here(), here('tools'), here('work'), ...['ac', 'cas'].flatMap(ofStore)];
  const removed = [...unused, ...workers, ...damaged, ...places.flatMap(halves)].filter(remove);
  return [...removed, ...sweepWork(here('work'), older)];
}

/** A lock is held while its folder goes, so that no run can begin in it. */
function sweepWork(folder: string, older: (path: string, age: number) => boolean): string[] {
  const removed: string[] = [];
  for (const path of list(folder, (name) => /^[0-9a-f]{64}$/.test(name))) {
    if (!older(path, WEEK)) continue;
    const lock = free(`${path}.lock`);
    if (lock === undefined) continue;
    if (remove(path)) removed.push(path);
    lock.release();
  }
  const locks = list(folder, (name) => /\.lock(\.after-\w+)*$/.test(name));
  const old = locks.filter((path) => older(path, WEEK));
  old.forEach((path) => free(path)?.release());
  return removed.concat(old.filter((path) => !existsSync(path)));
}

/** The lock, when nobody holds it and it can be had. */
function free(path: string): FileLock | undefined {
  try {
    return tryLock(path);
  } catch {
    return undefined;
  }
}

/** Whether a run of Nx on this machine has this address. */
function isInUse(path: string): boolean {
  const [, pid] = path.split(`${hostname()}-`);
  return pid !== undefined && isRunning(parseInt(pid));
}

/** Nothing of a link: in a shared store it may lead to any folder of this user. */
function list(folder: string, wanted: (name: string) => boolean = () => true): string[] {
  try {
    if (!lstatSync(folder).isDirectory()) return [];
    return readdirSync(folder)
      .filter(wanted)
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function isOlder(path: string, then: number): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined || status.mtimeMs >= then) return false;
  return process.getuid === undefined || status.uid === process.getuid();
}

function remove(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
