import { NODE_CLIENT } from '../entry';
import { hasBash } from '../has-bash';
import type { Launcher } from '../launcher';
import { runProcess } from '../run-process';
import { ownProcess } from './own-process';

/**
 * One process, the worker, runs what is plain code and answers what the store has, for as long as the run of Nx takes; the other
 * nodes have a process of their own. So have all of them without bash or outside Nx.
 */
export const worker: Launcher = {
  name: 'worker',
  start: (record, place) => {
    if (!hasBash(process.env)) return ownProcess.start(record, place);
    const environment = { ...place.environment, NHAT_NODE: record, NHAT_EXECUTOR: worker.name };
    return runProcess('bash', [NODE_CLIENT], { ...place, environment });
  },
};
