import type { OpTime } from './op-time';
import { openedEngine } from './opened-engine';

/**
 * Runs `work` and returns the time that each operation took, longest first. Only on engines that have `timesOps`, and not
 * on a GPU, which answers before it has computed.
 */
export async function timeOps(work: () => void | Promise<void>): Promise<OpTime[]> {
  const { kind, loaded } = openedEngine();
  if (!loaded.timeOps) throw new Error(`engine: ${kind.name} cannot time operations`);
  return loaded.timeOps(work);
}
