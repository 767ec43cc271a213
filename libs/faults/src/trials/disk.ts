import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './written-files';

/** Parts of a workspace that can lie on a disk of their own. */
export const PLACES = ['.nhat/store', '.nhat', '.nx', 'artifacts', 'reports'] as const;

const PAGE = 4096;

const system = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Bytes that the files below a folder take on a disk. */
export function bytesOnDisk(folder: string): number {
  const sizes = filesBelow(folder, ['.']).map((file) => statSync(join(folder, file)).size);
  // A file takes whole pages, and about one for its entry.
  return sizes.reduce((sum, size) => sum + PAGE * (Math.ceil(size / PAGE) + 1), 0);
}

/** A disk in memory. Its folder keeps what was there, and is an empty folder again after `unmount`. */
export interface SmallDisk {
  resize(bytes: number): void;
  makeReadOnly(): void;
  makeWritable(): void;
  unmount(): void;
}

/** Puts a disk of so many bytes, and those that are there already, in the place of a folder. */
export function mountDisk(folder: string, free: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  const aside = mkdtempSync(join(tmpdir(), 'nhat-aside-'));
  cpSync(folder, aside, { recursive: true, preserveTimestamps: true });
  mount('-t', 'tmpfs', '-o', 'size=1g', 'tmpfs', folder);
  cpSync(aside, folder, { recursive: true, preserveTimestamps: true });
  rmSync(aside, { recursive: true });
  const option = (text: string) => mount('-o', `remount,${text}`, folder);
  const size = (bytes: number) => `size=${Math.ceil(bytes / PAGE) * PAGE}`;
  option(size(bytesOnDisk(folder) + free));
  return {
    resize: (bytes) => option(size(bytes)),
    makeReadOnly: () => option('ro'),
    makeWritable: () => option('rw'),
    unmount: () => {
      if (!system('umount', folder)) system('umount', '-l', folder);
    },
  };
}

/** Takes away the disks that are mounted below a folder, after a trial that was broken off. */
export function unmountBelow(folder: string): void {
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : '';
  for (const line of mounts.split('\n')) {
    const [, place] = line.split(' ');
    if (place?.startsWith(`${folder}/`)) system('umount', '-l', place);
  }
}

function mount(...args: string[]): void {
  if (!system('mount', ...args)) throw new Error(`mount ${args.join(' ')} failed`);
}

let isPermitted: boolean | undefined;

/** Whether this user may mount; tried once. */
export function mayMount(): boolean {
  isPermitted ??= tryToMount();
  return isPermitted;
}

function tryToMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-mount-'));
  const worked = system('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder);
  if (worked) system('umount', folder);
  rmSync(folder, { recursive: true });
  return worked;
}
