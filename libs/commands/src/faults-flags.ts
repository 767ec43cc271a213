import type { Flags } from '@nhat/documents';
import { jsonFlag } from '@nhat/documents';

export const faultsFlags = {
  kinds: { value: 'NAMES', help: 'Kinds of faults, with commas between them; all by default.' },
  trials: { value: 'COUNT', help: 'Trials of each kind; by default as many as the kind needs.' },
  seed: {
    value: 'SEED',
    help: 'Another choice of moments and places; 1 by default. 1:flip:12 repeats one trial.',
  },
  ...jsonFlag,
} as const satisfies Flags;
