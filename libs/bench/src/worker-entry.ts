import { writeAtomic } from '@nhat/artifacts';
import { partsCode } from '@nhat/plan/bundle';
import type { Part } from '@nhat/plan/bundle';

/**
 * Writes the entry of a process that runs `work` of a file of this library with the code of `parts`, which it imports by
 * name as the bundle of a node does, so that a bench runs whatever a registry names. Returns its path from the root of the
 * workspace, which must be the working folder.
 */
export function workerEntry(worker: string, parts: readonly Part[]): string {
  const { imports, object } = partsCode(parts);
  const lines = [
    `import { work } from '@nhat/bench/${worker}';`,
    ...imports,
    `export const main = (args: string[]) => work(${object}, args);`,
  ];
  const name = ['bench', ...worker.split('/'), ...parts.map((part) => part.name)].join('-');
  const path = `.nhat/tools/${name}.ts`;
  writeAtomic(path, Buffer.from(`${lines.join('\n')}\n`), { durable: false });
  return path;
}
