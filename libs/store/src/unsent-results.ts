import { join } from 'node:path';
import { isDigest, makeFolderSteps, performNow, systemPlatform } from '@nhat/artifacts';
import type { Files } from '@nhat/artifacts';
import type { EntryPath } from './store-backend';

/** Action keys of results that a remote store did not take. They survive the process, so that they can be counted and sent. */
export interface UnsentResults {
  /** Notes a result; a blob is none, because a result without its blobs is not taken either. */
  add(path: EntryPath): void;
  /** In no order. */
  list(): string[];
  remove(actionKey: string): void;
}

/** Those of the workspace at `root`, as empty files named by their action keys. Never fails: a note that cannot be made is lost. */
export function unsentResults(root: string, files: Files = systemPlatform.files): UnsentResults {
  const folder = join(root, '.nhat', 'unsent');
  const quietly = <Result>(act: () => Result, otherwise: Result): Result => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    add({ kind, digest }) {
      if (kind !== 'ac' || !isDigest(digest)) return;
      quietly(() => {
        performNow(makeFolderSteps(files, folder));
        files.writeFileSync(join(folder, digest), '');
      }, undefined);
    },
    list: () => quietly(() => files.readdirSync(folder).filter(isDigest), []),
    remove: (actionKey) =>
      quietly(() => files.rmSync(join(folder, actionKey), { force: true }), undefined),
  };
}

/** What to say at the end of a run about results that a store on a server did not take; undefined when there are none. */
export function unsentLine(
  root: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const { length } = /^https?:/i.test(environment['NHAT_STORE'] ?? '')
    ? unsentResults(root).list()
    : [];
  if (length === 0) return undefined;
  const results = length === 1 ? '1 result is' : `${length} results are`;
  return `store: ${results} in .nhat/store alone; \`npx nx push store\` sends what the team lacks`;
}
