import { CLUSTER_ENTRY, NODE_CLIENT } from '../entry';
import { hasBash } from '../has-bash';
import type { Launcher } from '../launcher';
import { runEntry, runProcess } from '../run-process';

/**
 * Nodes with native code run as jobs of Slurm, all others in the worker. A node that is stopped goes on in its job; whoever starts
 * it again waits for the same job.
 */
export const slurm: Launcher = {
  name: 'slurm',
  start: (record, context) => {
    const environment = { ...context.environment, NHAT_NODE: record, NHAT_EXECUTOR: slurm.name };
    return hasBash(process.env)
      ? runProcess('bash', [NODE_CLIENT], { ...context, environment })
      : runEntry(CLUSTER_ENTRY, { ...context, environment });
  },
};
