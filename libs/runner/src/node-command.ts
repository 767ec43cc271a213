import { BUNDLE_ENTRY, LAUNCH_ENTRY, NODE_CLIENT, NODE_ENTRY, loadCommand } from './entry';
import { hasBash } from './has-bash';
import { ownProcess, worker } from './launchers';

/**
 * The shell command that Nx runs for a node; the environment holds NHAT_NODE and NHAT_EXECUTOR. With bash the command is the
 * same for all executors, because for Nx another command makes another node. Without bash there is no worker.
 */
export function nodeCommand(environment: Record<string, string | undefined>): string {
  if (hasBash(environment)) return `bash ${NODE_CLIENT}`;
  const executor = environment['NHAT_EXECUTOR'] || worker.name;
  const isOnItsOwn = executor === worker.name || executor === ownProcess.name;
  return loadCommand(isOnItsOwn ? NODE_ENTRY : LAUNCH_ENTRY);
}

/** The shell command that Nx runs for a bundle; the environment holds NHAT_BUNDLE and NHAT_EXECUTOR. */
export const bundleCommand = (environment: Record<string, string | undefined>): string =>
  hasBash(environment) ? `bash ${NODE_CLIENT}` : loadCommand(BUNDLE_ENTRY);
