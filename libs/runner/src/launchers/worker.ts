import { NODE_CLIENT } from '../entry';
import { hasBash } from '../has-bash';
import type { Launcher } from '../launcher';
import { runProcess } from '../run-process';
import { ownProcess } from './own-process';

/**
 * One process, the worker, runs all stages without packages and restores results from the store, for the duration of an Nx run.
 * Other nodes get a process of their own, and so do all nodes without bash or outside Nx.
 */
export const worker: Launcher = {
  name: 'worker',
  start: (record, context) => {
    if (!hasBash(process.env)) return ownProcess.start(record, context);
    const environment = { ...context.environment, NHAT_NODE: record, NHAT_EXECUTOR: worker.name };
    return runProcess('bash', [NODE_CLIENT], { ...context, environment });
  },
};
