import { NODE_ENTRY } from '../entry';
import type { Launcher } from '../launcher';
import { runEntry } from '../run-process';

/** Runs each node in a Node process of its own. */
export const ownProcess: Launcher = {
  name: 'own-process',
  start: (record, context) =>
    runEntry(NODE_ENTRY, {
      ...context,
      environment: { ...context.environment, NHAT_NODE: record },
    }),
};
