import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

/** What Nx exports of its database, which keeps the hashes and times of its tasks. */
interface DatabaseOfNx {
  getDbConnection(): unknown;
  getLocalDbConnection(): unknown;
  removeDbConnections(): void;
  sharedWorkspaceDataDirectory(root: string): string;
}

interface NativeNx {
  IS_WASM: boolean;
  NxCache: new (root: string, folder: string, database: unknown) => { get(hash: string): unknown };
  NxPluginCapabilities: new (database: unknown) => { get(computedAt: number): unknown };
  TaskDetails: new (database: unknown) => {
    recordTaskDetails(tasks: { hash: string; project: string; target: string }[]): void;
  };
  RunningTasksService: new (database: unknown) => { getRunningTasks(ids: string[]): unknown };
}

interface FoldersOfNx {
  sharedDataDirectory(root: string, kind: 'cache'): string;
  workspaceDataDirectoryForWorkspace(root: string): string;
}

/**
 * Errors of a database that stays as it is for ever: of another format, damaged, or without the tables that a killed Nx had not yet made.
 */
const DAMAGED = /no such (table|column)|NotADatabase|DatabaseCorrupt|CannotOpen|malformed/;

const DATABASE_FILE = /\.db(-wal|-shm|-journal)?$/;

/**
 * Removes what Nx cannot use of its graph and of the lines of tasks, and its database if its tables cannot be read, because Nx would fail in every run from then on; it
 * makes a new one, and takes what it then does not know from the store. Must run before Nx opens it, that is, while the graph is made. Returns a line for
 * the user where it removed something.
 */
export function mendNxData(root: string): string | undefined {
  /* eslint-disable @typescript-eslint/no-require-imports -- These parts of Nx are loaded already, and Jest shall not load them. */
  const native = require('nx/src/native') as NativeNx;
  if (native.IS_WASM) return undefined;
  const database = require('nx/src/utils/db-connection') as DatabaseOfNx;
  const folders = require('nx/src/utils/cache-directory') as FoldersOfNx;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const places = [
    ...new Set([
      database.sharedWorkspaceDataDirectory(root),
      folders.workspaceDataDirectoryForWorkspace(root),
    ]),
  ];
  const cache = folders.sharedDataDirectory(root, 'cache');
  removeUnusable(places, cache);
  const line = `nhat: the database of Nx in ${places.join(' and ')} was damaged and is made again.`;
  try {
    // Nx would wait for ever for a folder that lies where such a file belongs.
    if (places.map((place) => remove(place, isNoFile)).some(Boolean)) return line;
    // Nx goes on with the connections that this opens.
    if (canRead(native, database, [root, cache])) return undefined;
    database.removeDbConnections();
    places.forEach((place) => remove(place, ({ name }) => DATABASE_FILE.test(name)));
    return line;
  } catch {
    return undefined; // The folder may not be read or written, as Nx itself says.
  }
}

/**
 * Removes what Nx makes anew only where it is absent: a file of its graph that is cut, damaged or no file, because Nx prints a stack for each, and a
 * folder in the place of the lines of a task, because Nx skips that task and exits with 130.
 */
function removeUnusable(places: readonly string[], cache: string): void {
  try {
    remove(join(cache, 'terminalOutputs'), (entry) => entry.isDirectory());
    for (const place of places) {
      const damaged = (name: string) => isCut(join(place, name)) || isNoJson(place, name);
      remove(place, ({ name }) => name.endsWith('.json') && damaged(name));
    }
  } catch {
    // The folder may not be read or written, as Nx itself says.
  }
}

/** What Nx noted of the files of the workspace, and reads in each run. It does not grow with the nodes, so that parsing it takes milliseconds. */
const FILE_MAP = 'file-map.json';

function isNoJson(place: string, name: string): boolean {
  if (name !== FILE_MAP) return false;
  const text = readFileSync(join(place, name), 'utf8');
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

/** Whether a file does not end as JSON of an object does. Its content is not parsed, because it may have many megabytes. */
function isCut(path: string): boolean {
  const { size } = statSync(path);
  if (!statSync(path).isFile() || size === 0) return true;
  const file = openSync(path, 'r');
  try {
    const end = Buffer.alloc(Math.min(size, 16));
    readSync(file, end, 0, end.length, size - end.length);
    return !/[}\]]\s*$/.test(end.toString('latin1'));
  } finally {
    closeSync(file);
  }
}

function canRead(...given: Parameters<typeof readTables>): boolean {
  try {
    readTables(...given);
    return true;
  } catch (error) {
    return !DAMAGED.test((error as Error).message);
  }
}

function readTables(native: NativeNx, database: DatabaseOfNx, [root, cache]: [string, string]) {
  const shared = database.getDbConnection();
  const own = database.getLocalDbConnection();
  new native.NxPluginCapabilities(own).get(0);
  new native.RunningTasksService(own).getRunningTasks(['']);
  // Nothing reads this table alone.
  new native.TaskDetails(shared).recordTaskDetails([{ hash: '', project: '', target: '' }]);
  new native.NxCache(root, cache, shared).get('0');
}

const isNoFile = (entry: Dirent): boolean =>
  /\.(db|lock)/.test(entry.name) && !entry.isFile() && !entry.isSymbolicLink();

/** Removes what is wanted of a folder; returns whether there was anything. */
function remove(folder: string, wanted: (entry: Dirent) => boolean): boolean {
  if (!existsSync(folder)) return false;
  const found = readdirSync(folder, { withFileTypes: true }).filter(wanted);
  for (const { name } of found) rmSync(join(folder, name), { recursive: true, force: true });
  return found.length > 0;
}
