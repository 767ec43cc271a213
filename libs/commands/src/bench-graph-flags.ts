import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const benchGraphFlags = {
  ...jsonFlag,
  nodes: { value: 'LIST', help: 'Sizes of the graphs; 1000,5000 by default.' },
  'own-processes': { help: 'A process for each node.' },
  waiting: {
    value: 'COUNT',
    help: 'Instead, the memory of a run of which so many nodes wait for jobs of a cluster.',
  },
  runs: { value: 'COUNT', help: 'The number of runs, of which the median is taken; 3 by default.' },
} as const satisfies Flags;
