import { existsSync, lstatSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, tryLock } from '@nhat/artifacts';
import type { FileLock } from '@nhat/artifacts';
import { RECORDS } from './node-record';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** Records are small, and a run of Nx that needs them may take weeks. */
const MONTH = 30 * 24 * HOUR;

export interface SweepContext {
  /** Folder of the workspace. */
  root: string;
  /** Folder of the store, if it is on this machine. */
  store?: string;
  /** Digests of the node records that are in use. */
  records: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  now: number;
}

/** Sweeps if the last sweep of this workspace was an hour ago or more, because looking through thousands of files takes time. */
export function sweepWhenDue(context: SweepContext): string[] {
  const stamp = join(context.root, '.nhat', 'swept');
  const status = lstatSync(stamp, { throwIfNoEntry: false });
  if (status !== undefined && Math.abs(context.now - status.mtimeMs) < HOUR) return [];
  try {
    writeFileSync(stamp, '');
    utimesSync(stamp, context.now / 1000, context.now / 1000);
  } catch {
    return []; // The folder cannot be written.
  }
  return sweep(context);
}

/**
 * Removes the remains of killed and abandoned runs: after a week work folders and folders of `nx verify` without a live lock,
 * quarantined files, unpacked results, bundles of stages and addresses of workers; after an hour unfinished files; after a month records of nodes that are in
 * no plan. In the store it removes only files of this user. Never fails: files that cannot be removed stay. Returns the removed paths.
 */
export function sweep({ root, store, records, now }: SweepContext): string[] {
  const inNhat = (...parts: string[]) => join(root, '.nhat', ...parts);
  const older = (path: string, age: number) => isOlder(path, now - age);
  const partFiles = (folder: string) =>
    list(folder, (name) => name.endsWith('.part') || name.endsWith('.stale')).filter((path) =>
      older(path, HOUR),
    );
  const recordFolders = list(join(root, RECORDS));
  const unused = recordFolders
    .flatMap((folder) => list(folder, (name) => !records.has(name.replace(/\.json$/, ''))))
    .filter((path) => older(path, path.endsWith('.part') ? HOUR : MONTH));
  const workers = list(inNhat('workers')).filter((path) => older(path, WEEK) && !isInUse(path));
  const unpacked = list(inNhat('published')).filter((path) => older(path, WEEK));
  // One for each combination of a stage with its method, task and network; making one again takes a tenth of a second.
  const bundles = list(inNhat('tools'), (name) => name.startsWith('stage-')).filter((path) =>
    older(path, WEEK),
  );
  const ofStore = (name: string) => (store === undefined ? [] : [join(store, name)]);
  const quarantined = ofStore('quarantine').flatMap((folder) => list(folder));
  const damaged = quarantined.filter((path) => older(path, WEEK));
  const ofWorkspace = [
    'graph',
    'tools',
    'work',
    'live',
    'made-here',
    'slurm',
    'digests',
    'reports',
    'node-names',
  ];
  const partFolders = [
    inNhat(),
    ...ofWorkspace.map((name) => inNhat(name)),
    ...['ac', 'cas', 'claims'].flatMap(ofStore),
  ];
  const removed = [
    ...unused,
    ...workers,
    ...unpacked,
    ...bundles,
    ...damaged,
    ...partFolders.flatMap(partFiles),
  ].filter(remove);
  const claimed = [inNhat('work'), inNhat('verify'), ...ofStore('claims')];
  return [...removed, ...claimed.flatMap((folder) => sweepWork(folder, older))];
}

/** Holds the lock while the folder is removed, so that no run can begin in it. */
function sweepWork(folder: string, older: (path: string, age: number) => boolean): string[] {
  const removed: string[] = [];
  for (const path of list(folder, (name) => /^([0-9a-f]{12}|[0-9a-f]{64})$/.test(name))) {
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

/** Takes the lock if no process holds it; undefined otherwise. */
function free(path: string): FileLock | undefined {
  try {
    return tryLock(path);
  } catch {
    return undefined;
  }
}

/** Whether the run of Nx of this address is still running on this machine. */
function isInUse(path: string): boolean {
  const [, pid] = path.split(`${hostname()}-`);
  return pid !== undefined && isRunning(parseInt(pid));
}

/** Empty for a link, because in a shared store it may lead to any folder of this user. */
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
