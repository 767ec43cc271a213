import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const benchMemoryFlags = {
  ...jsonFlag,
  steps: { value: 'COUNT', help: 'Steps of a training; 10000 by default.' },
  method: { value: 'NAME', help: 'One method instead of all.' },
} as const satisfies Flags;
