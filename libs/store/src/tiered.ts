import { hasEach } from './store-backend';
import type { VerifiedBackend } from './verified';

/**
 * Two stores as one: the local one answers first, and keeps a copy of what only the remote one has. Entries are written to both.
 * A failure of the local store is a failure; one of the remote store is too, unless that is `tolerant`. `warn` gets one line when
 * the local store cannot keep copies, which is no failure.
 */
export function tiered(
  local: VerifiedBackend,
  remote: VerifiedBackend,
  warn: (line: string) => void,
): VerifiedBackend {
  let hasWarned = false;
  const keep: VerifiedBackend['put'] = async (path, bytes) => {
    try {
      await local.put(path, bytes);
    } catch (error) {
      if (!hasWarned) warn(`store: no copies are kept (${(error as Error).message})`);
      hasWarned = true;
    }
  };
  return {
    ...local,
    async get(path, limit) {
      const own = await local.get(path, limit);
      if (own.kind === 'file') return own;
      const other = await remote.get(path, limit);
      if (other.kind === 'file') await keep(path, other.bytes);
      return other;
    },
    async put(path, bytes) {
      await local.put(path, bytes);
      await remote.put(path, bytes);
    },
    async has(path) {
      return (await local.has(path)) || remote.has(path);
    },
    async hasEach(paths) {
      const isHere = await hasEach(local, paths);
      const others = paths.filter((_, index) => !isHere[index]);
      const answers = await hasEach(remote, others);
      return isHere.map((here) => here || answers.shift()!);
    },
    async probe() {
      await local.probe?.();
      await remote.probe?.();
    },
  };
}
