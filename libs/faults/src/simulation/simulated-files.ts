import { dirname } from 'node:path';
import type { Files } from '@nhat/artifacts';
import { systemError } from './simulated-disk';
import type { DiskEntry, SimulatedDisk } from './simulated-disk';

/** Notes an operation on a file, for the trace. */
export type NoteOperation = (operation: string, path: string, outcome: string) => void;

/** What `stat` says of a file. */
class Status {
  readonly mode = 0o644;
  readonly uid = 1;
  readonly gid = 1;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;

  constructor(private readonly entry: DiskEntry) {
    this.ino = entry.inode;
    this.size = entry.bytes.length;
    this.mtimeMs = entry.modified;
  }

  isFile(): boolean {
    return !this.entry.isFolder;
  }

  isDirectory(): boolean {
    return this.entry.isFolder;
  }

  isSymbolicLink(): boolean {
    return false;
  }

  isFIFO(): boolean {
    return false;
  }

  isSocket(): boolean {
    return false;
  }
}

const statusOf = (entry: DiskEntry): Status => new Status(entry);

/** The functions of `node:fs` on a simulated disk, as a process on this machine uses them. */
export function simulatedFiles(
  disk: SimulatedDisk,
  host: string,
  note: NoteOperation,
  /** Called before a path leads to another file or to none. */
  onChange: (path: string, isRemoved: boolean) => void = () => {},
): Files {
  const open = new Map<number, { path: string; entry: DiskEntry }>();
  let files = 10;
  const seen = (path: string): DiskEntry => {
    const entry = disk.seenFrom(host, path);
    if (entry === undefined) throw systemError('ENOENT', path);
    return entry;
  };
  const there = (path: string): DiskEntry => {
    const entry = disk.at(path);
    if (entry === undefined) throw systemError('ENOENT', path);
    return entry;
  };
  const fileAt = (path: string | number): DiskEntry =>
    typeof path === 'number' ? open.get(path)!.entry : disk.opened(host, path);
  const stat = (path: string, options?: { throwIfNoEntry?: boolean }) => {
    const entry = disk.seenFrom(host, path);
    if (entry === undefined && options?.throwIfNoEntry === false) return undefined;
    return statusOf(seen(path));
  };
  const openFile = (path: string, flags: string | number): number => {
    const isNew = flags === 'wx';
    const entry = isNew ? disk.create(host, path, false) : disk.opened(host, path);
    files += 1;
    open.set(files, { path, entry });
    return files;
  };
  const functions = {
    chmodSync: () => undefined,
    chownSync: () => undefined,
    closeSync: (file: number) => void open.delete(file),
    existsSync: (path: string) => disk.seenFrom(host, path) !== undefined,
    fchmodSync: () => undefined,
    fchownSync: () => undefined,
    fstatSync: (file: number) => statusOf(open.get(file)!.entry),
    fsyncSync: (file: number) => disk.sync(open.get(file)!.entry),
    linkSync(from: string, to: string) {
      const entry = there(from);
      if (disk.at(to) !== undefined) throw systemError('EEXIST', to);
      onChange(to, false);
      disk.set(host, to, entry);
    },
    lstatSync: stat,
    mkdirSync: (path: string) => void disk.create(host, path, true),
    openSync: openFile,
    readFileSync(path: string | number, encoding?: string) {
      const { bytes } = fileAt(path);
      return encoding === undefined ? Buffer.from(bytes) : bytes.toString('utf8');
    },
    readdirSync: (folder: string) =>
      [...disk.paths.keys()]
        .filter((path) => path !== '/' && dirname(path) === folder)
        .map((path) => path.slice(folder.length + 1)),
    realpathSync: (path: string) => path,
    renameSync(from: string, to: string) {
      const entry = there(from);
      onChange(to, false);
      disk.set(host, to, entry);
      disk.set(host, from, undefined);
    },
    rmSync(path: string, options?: { force?: boolean }) {
      if (disk.at(path) !== undefined) {
        onChange(path, true);
        disk.set(host, path, undefined);
      } else if (options?.force !== true) throw systemError('ENOENT', path);
    },
    statSync: stat,
    utimesSync(path: string, _accessed: Date, modified: Date) {
      there(path).modified = modified.getTime();
    },
    writeFileSync(path: string, content: string | Uint8Array, options?: { flag?: string }) {
      const isNew = options?.flag === 'wx' || disk.at(path) === undefined;
      const entry = isNew ? disk.create(host, path, false) : there(path);
      entry.bytes = Buffer.alloc(0);
      const bytes = Buffer.from(content as Uint8Array);
      for (let at = 0; at < bytes.length;) at += disk.append(path, entry, bytes.subarray(at));
    },
    writeSync: (file: number, bytes: Uint8Array, at: number) => {
      const { path, entry } = open.get(file)!;
      return disk.append(path, entry, bytes.subarray(at));
    },
  };
  const noted = Object.entries(functions).map(([name, call]) => {
    const operation = name.replace(/Sync$/, '');
    const traced = (...args: unknown[]): unknown => {
      const [first, second] = args;
      const at = typeof first === 'number' ? (open.get(first)?.path ?? '') : String(first);
      const path = typeof second === 'string' && second.startsWith('/') ? `${at} ${second}` : at;
      try {
        const result = (call as (...args: unknown[]) => unknown)(...args);
        note(operation, path, outcomeOf(result));
        return result;
      } catch (error) {
        note(operation, path, (error as NodeJS.ErrnoException).code ?? String(error));
        throw error;
      }
    };
    return [name, traced];
  });
  return Object.fromEntries(noted) as unknown as Files;
}

function outcomeOf(result: unknown): string {
  if (typeof result === 'boolean') return String(result);
  if (typeof result === 'string') return result.slice(0, 60);
  if (typeof result === 'object' && result !== null && 'ino' in result)
    return `inode ${result.ino}`;
  return 'done';
}
