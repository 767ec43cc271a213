import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const benchGraphFlags = {
  ...jsonFlag,
  nodes: { value: 'LIST', help: 'Sizes of the graphs; 1000,5000 if not given.' },
  'own-processes': { help: 'A process for each node.' },
  runs: { value: 'COUNT', help: 'Runs to take the median of; 3 if not given.' },
} as const satisfies Flags;
