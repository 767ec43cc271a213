import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, writeAtomic } from '@nhat/artifacts';

/** A file of values by key in the workspace, so that what was found once is not looked for again. */
export interface Kept<Value> {
  values: Map<string, Value>;
  write(): void;
}

/** Opens such a file; a file that is missing or damaged holds nothing. */
export function keptValues<Value>(root: string, name: string): Kept<Value> {
  const path = join(root, '.nhat', 'digests', `${name}.json`);
  const values = new Map<string, Value>(entriesOf<Value>(path));
  return {
    values,
    write() {
      try {
        makeFolder(dirname(path));
        writeAtomic(path, JSON.stringify(Object.fromEntries(values)), { durable: false });
      } catch {
        // On a disk that cannot be written everything is looked for each time.
      }
    },
  };
}

function entriesOf<Value>(path: string): [string, Value][] {
  try {
    return Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Value>);
  } catch {
    return [];
  }
}
