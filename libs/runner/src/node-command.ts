import { LAUNCH_ENTRY, NODE_CLIENT, NODE_ENTRY, loadCommand } from './entry';
import { hasBash } from './has-bash';

/**
 * The shell command that Nx runs for a node, in whose environment NHAT_NODE and NHAT_EXECUTOR are. Where there is bash it does
 * not depend on the executor, because Nx would take another command for another node.
 */
export function nodeCommand(environment: Record<string, string | undefined>): string {
  if (hasBash(environment)) return `bash ${NODE_CLIENT}`;
  const executor = environment['NHAT_EXECUTOR'] || 'worker';
  const isPlain = ['worker', 'own-process'].includes(executor);
  return loadCommand(isPlain ? NODE_ENTRY : LAUNCH_ENTRY);
}
