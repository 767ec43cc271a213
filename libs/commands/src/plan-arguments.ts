import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const planFlags = {
  ...jsonFlag,
  all: { help: 'List every node that would run by its name.' },
  diff: {
    value: 'PIPELINE',
    help: 'Instead, say what this other pipeline shares with it and what running it would add.',
  },
} as const satisfies Flags;
