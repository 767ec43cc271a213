import { NODE_ENTRY } from '../entry';
import type { Launcher } from '../launcher';
import { runEntry } from '../run-process';

/** Every node has a process of Node for itself. */
export const ownProcess: Launcher = {
  name: 'own-process',
  start: (record, place) =>
    runEntry(NODE_ENTRY, { ...place, environment: { ...place.environment, NHAT_NODE: record } }),
};
