import fs from 'node:fs';
import path from 'node:path';

/** Written last into a finished folder: what was in it, so that a cut or lost file is noticed cheaply. */
const record = 'sizes.json';

/** Marks `folder` as finished, with the files (relative to it, or absolute) that must stay as they are. */
export function sealFolder(folder: string, files: readonly string[]): void {
  const sizes = Object.fromEntries(
    files.map((file) => [file, fs.statSync(path.resolve(folder, file)).size]),
  );
  fs.writeFileSync(path.join(folder, record), `${JSON.stringify(sizes, null, 2)}\n`);
}

/** Whether a folder was finished and none of its files has another size now. */
export function isWhole(folder: string): boolean {
  try {
    const text = fs.readFileSync(path.join(folder, record), 'utf8');
    return Object.entries(JSON.parse(text) as Record<string, number>).every(
      ([file, size]) => fs.statSync(path.resolve(folder, file)).size === size,
    );
  } catch {
    return false;
  }
}
