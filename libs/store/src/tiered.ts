import { READ_LIMIT } from '@nhat/artifacts';
import { hasEach } from './store-backend';
import type { EntryPath } from './store-backend';
import type { VerifiedBackend } from './verified';

/**
 * Combines two stores: reads try `local` first and copy to it what only `remote` has; writes go to both. A failure of the local
 * store fails the call, and so does one of the remote store unless it is `tolerant`. `warn` gets one line when the local store
 * cannot keep copies, which does not fail the call.
 */
export function tiered(
  local: VerifiedBackend,
  remote: VerifiedBackend,
  warn: (line: string) => void,
): VerifiedBackend {
  let hasWarned = false;
  const { putFirst } = local;
  /** Returns false where another process of this workspace has put a result there meanwhile, which then counts here. */
  const keep = async (path: EntryPath, bytes: Uint8Array): Promise<boolean> => {
    try {
      if (path.kind === 'ac' && putFirst !== undefined) return await putFirst(path, bytes);
      await local.put(path, bytes);
    } catch (error) {
      if (!hasWarned) warn(`store: no copies are kept (${(error as Error).message})`);
      hasWarned = true;
    }
    return true;
  };
  return {
    ...local,
    async get(path, limit) {
      const localEntry = await local.get(path, limit);
      if (localEntry.kind === 'file') return localEntry;
      const remoteEntry = await remote.get(path, limit);
      if (remoteEntry.kind !== 'file' || (await keep(path, remoteEntry.bytes))) return remoteEntry;
      const kept = await local.get(path, limit);
      return kept.kind === 'file' ? kept : remoteEntry;
    },
    async put(path, bytes) {
      await local.put(path, bytes);
      await remote.put(path, bytes);
    },
    ...(putFirst !== undefined && {
      async putFirst(path: EntryPath, bytes: Uint8Array) {
        const isFirst = await putFirst(path, bytes);
        const kept = isFirst ? undefined : await local.get(path, READ_LIMIT);
        await remote.put(path, kept?.kind === 'file' ? kept.bytes : bytes);
        return isFirst;
      },
    }),
    async has(path) {
      return (await local.has(path)) || remote.has(path);
    },
    async isIntact(path) {
      return (await local.isIntact(path)) || remote.has(path);
    },
    async hasEach(paths) {
      const isHere = await hasEach(local, paths);
      const missingHere = paths.filter((_, index) => !isHere[index]);
      const answers = await hasEach(remote, missingHere);
      return isHere.map((isLocal) => isLocal || answers.shift()!);
    },
    async probe() {
      await local.probe?.();
      await remote.probe?.();
    },
  };
}
