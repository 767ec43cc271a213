import { dirname } from 'node:path';
import type { Draw } from './draw';

/** A file or a folder; several paths may lead to one file. */
export interface DiskEntry {
  inode: number;
  isFolder: boolean;
  bytes: Buffer;
  /** Whether the bytes would survive a power cut. */
  isSynced: boolean;
  /** Milliseconds since 1970. */
  modified: number;
}

/** What a machine has found at a path, and when. */
interface Cached {
  time: number;
  entry: DiskEntry | undefined;
}

/** Called before a path leads to something else. `host` is that of the process that changes it. */
export type ChangeWatcher = (
  path: string,
  before: DiskEntry | undefined,
  after: DiskEntry | undefined,
) => void;

/** Milliseconds for which a machine may believe what it has found at a path. */
const MOST_STALE_MS = 30_000;

/**
 * A disk in memory that machines share, as by NFS: a machine may believe for a while what it has found at a path before, until it
 * changes something in the folder itself; a file that is opened is the one that is there. A full disk takes nothing, and a power cut
 * loses what was not synced: the end of a file, and the last changes of folders in their order, as a journal does.
 */
export class SimulatedDisk {
  isFull = false;
  /** Whether machines see changes of others late. */
  isStale = false;
  readonly paths = new Map<string, DiskEntry>();
  watch: ChangeWatcher = () => {};
  private journal: { path: string; before: DiskEntry | undefined }[] = [];
  /** By machine and folder, what was found at the paths in it. */
  private readonly caches = new Map<string, Map<string, Cached>>();
  private inodes = 0;

  constructor(
    private readonly draw: Draw,
    private readonly time: () => number,
  ) {
    this.paths.set('/', this.newEntry(true));
  }

  /** What the path leads to. */
  at(path: string): DiskEntry | undefined {
    return this.paths.get(path);
  }

  /** What this machine finds at the path, which may be what it has found before. */
  seenFrom(host: string, path: string): DiskEntry | undefined {
    const now = this.paths.get(path);
    if (!this.isStale) return now;
    const cache = this.cacheOf(host, path);
    const cached = cache.get(path);
    const isFresh = cached !== undefined && this.time() - cached.time < MOST_STALE_MS;
    if (isFresh && this.draw.happens(0.5)) return cached.entry;
    cache.set(path, { time: this.time(), entry: now });
    return now;
  }

  /** The file that this machine opens: the one that is there, unless it believes that there is none. */
  opened(host: string, path: string): DiskEntry {
    const cached = this.isStale ? this.cacheOf(host, path).get(path) : undefined;
    const isMissing = cached !== undefined && cached.entry === undefined;
    const found = isMissing ? this.seenFrom(host, path) : this.paths.get(path);
    if (this.isStale) this.cacheOf(host, path).set(path, { time: this.time(), entry: found });
    if (found === undefined) throw systemError('ENOENT', path);
    return found;
  }

  /** A new file or folder at the path. */
  create(host: string, path: string, isFolder: boolean): DiskEntry {
    const parent = this.paths.get(dirname(path));
    if (parent === undefined) throw systemError('ENOENT', path);
    if (!parent.isFolder) throw systemError('ENOTDIR', path);
    if (this.paths.has(path)) throw systemError('EEXIST', path);
    if (this.isFull && this.draw.happens(0.5)) throw systemError('ENOSPC', path);
    const entry = this.newEntry(isFolder);
    this.set(host, path, entry);
    return entry;
  }

  set(host: string, path: string, entry: DiskEntry | undefined): void {
    const before = this.paths.get(path);
    this.watch(path, before, entry);
    this.journal.push({ path, before });
    this.put(path, entry);
    this.cacheOf(host, path).clear();
  }

  append(path: string, entry: DiskEntry, bytes: Uint8Array): number {
    if (this.isFull) throw systemError('ENOSPC', path);
    // A write may take only a part.
    const taken = this.draw.happens(0.1) ? Math.ceil(bytes.length / 2) : bytes.length;
    entry.bytes = Buffer.concat([entry.bytes, bytes.subarray(0, taken)]);
    entry.isSynced = false;
    entry.modified = this.time();
    return taken;
  }

  sync(entry: DiskEntry): void {
    entry.isSynced = true;
    this.journal = [];
  }

  /** Loses what was not synced. */
  cutPower(): void {
    const kept = this.draw.below(this.journal.length + 1);
    for (const { path, before } of this.journal.slice(kept).reverse()) this.put(path, before);
    this.journal = [];
    for (const entry of this.paths.values()) {
      if (entry.isSynced || entry.isFolder) continue;
      entry.bytes = entry.bytes.subarray(0, this.draw.below(entry.bytes.length + 1));
      entry.isSynced = true;
    }
    this.caches.clear();
  }

  /** Files whose paths begin so, in the order of their paths. */
  filesBelow(start: string): string[] {
    return [...this.paths.keys()]
      .filter((path) => path.startsWith(start) && !this.paths.get(path)!.isFolder)
      .sort();
  }

  private cacheOf(host: string, path: string): Map<string, Cached> {
    const name = `${host} ${dirname(path)}`;
    const cache = this.caches.get(name) ?? new Map<string, Cached>();
    this.caches.set(name, cache);
    return cache;
  }

  private put(path: string, entry: DiskEntry | undefined): void {
    if (entry === undefined) this.paths.delete(path);
    else this.paths.set(path, entry);
  }

  private newEntry(isFolder: boolean): DiskEntry {
    this.inodes += 1;
    return {
      ...{ inode: this.inodes, isFolder, bytes: Buffer.alloc(0) },
      ...{ isSynced: false, modified: this.time() },
    };
  }
}

/** An error as the system gives it. */
export function systemError(code: string, path: string): NodeJS.ErrnoException {
  // Without a stack trace, which would take most of the time of a simulation.
  const error = Object.create(Error.prototype) as NodeJS.ErrnoException;
  return Object.assign(error, { message: `${code}: simulated, ${path}`, code });
}
