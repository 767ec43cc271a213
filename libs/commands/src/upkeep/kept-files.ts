import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '@nhat/artifacts/files-below';

/** A file or folder of the workspace. */
export interface KeptFile {
  /** Name within its folder. */
  name: string;
  path: string;
  /** Of a folder with everything in it. */
  bytes: number;
  /** Time of the last change in milliseconds since 1970; of a folder the latest of anything in it. */
  modified: number;
}

/** What a folder holds, sorted by name; nothing for a folder that is missing, cannot be read, or is a link. */
export function filesIn(
  folder: string,
  wanted: (name: string) => boolean = () => true,
): KeptFile[] {
  return namesIn(folder)
    .filter(wanted)
    .flatMap((name) => fileAt(join(folder, name), name) ?? []);
}

/** Names in a folder, sorted; none for a link, because it may lead anywhere. */
export function namesIn(folder: string): string[] {
  try {
    return lstatSync(folder).isDirectory() ? readdirSync(folder).sort() : [];
  } catch {
    return [];
  }
}

/** Paths of all files below a folder, from that folder; none for a link, because what is behind it may belong to something else. */
export const pathsBelow = (folder: string): string[] =>
  namesIn(folder).length > 0 ? filesBelow(folder) : [];

/** Undefined where there is nothing. */
export function fileAt(path: string, name = path): KeptFile | undefined {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  const own = { bytes: status.isDirectory() ? 0 : status.size, modified: status.mtimeMs };
  const inside = status.isDirectory() ? filesIn(path) : [];
  return {
    name,
    path,
    bytes: inside.reduce((sum, { bytes }) => sum + bytes, own.bytes),
    modified: inside.reduce(
      (latest, one) => Math.max(latest, one.modified),
      inside.length > 0 ? 0 : own.modified,
    ),
  };
}

export const bytesOf = (files: readonly Pick<KeptFile, 'bytes'>[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** `1.2 GB`, `35 MB`, `7 kB`, `120 B`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `2026-11-27` */
export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
