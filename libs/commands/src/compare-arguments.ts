import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const compareFlags = {
  ...jsonFlag,
  with: {
    value: 'RESULT',
    help: 'The pipeline, the kept result (its file or how its name begins) or the file to compare with; by default the result before the last.',
  },
} as const satisfies Flags;
