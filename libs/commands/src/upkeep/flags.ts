import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const gcFlags = {
  ...jsonFlag,
  'dry-run': { help: 'Only show what would be deleted.' },
  yes: { help: 'Delete without asking.' },
} as const satisfies Flags;

export const verifyFlags = {
  ...jsonFlag,
  recompute: {
    value: 'COUNT',
    help: 'Also run so many random nodes again, of the pipeline where one is named, and compare.',
  },
  seed: { value: 'NUMBER', help: 'Which random nodes; by default others each time, and printed.' },
} as const satisfies Flags;
