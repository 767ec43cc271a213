import fs from 'node:fs';
import path from 'node:path';

/** Written last into a finished folder: the sizes of its files, so that a truncated or lost one is noticed cheaply. */
const sizesFile = 'sizes.json';

/** Marks `folder` as finished and records the sizes of `files`, whose paths are relative to it or absolute. */
export function recordSizes(folder: string, files: readonly string[]): void {
  const sizes = Object.fromEntries(
    files.map((file) => [file, fs.statSync(path.resolve(folder, file)).size]),
  );
  fs.writeFileSync(path.join(folder, sizesFile), `${JSON.stringify(sizes, null, 2)}\n`);
}

/** Whether `folder` was finished, and all files of its record are there with their recorded sizes. */
export function hasRecordedSizes(folder: string): boolean {
  try {
    const text = fs.readFileSync(path.join(folder, sizesFile), 'utf8');
    return Object.entries(JSON.parse(text) as Record<string, number>).every(
      ([file, size]) => fs.statSync(path.resolve(folder, file)).size === size,
    );
  } catch {
    return false;
  }
}
