import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const explainFlags = {
  ...jsonFlag,
  node: {
    value: 'NODE',
    help: 'The node by its name, or by a part of it that no other node of the pipeline has.',
  },
} as const satisfies Flags;
