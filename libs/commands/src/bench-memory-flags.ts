import { jsonFlag } from '@nhat/spec';
import type { Flags } from '@nhat/spec';

export const benchMemoryFlags = {
  ...jsonFlag,
  steps: { value: 'COUNT', help: 'Steps of a training; 10000 if not given.' },
  method: { value: 'NAME', help: 'One method instead of all.' },
} as const satisfies Flags;
