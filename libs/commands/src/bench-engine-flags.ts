import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const benchEngineFlags = {
  ...jsonFlag,
  all: { help: 'Both precisions and both widths, ¼ and 1.' },
  profile: { help: 'Print the time of each part of a step.' },
  methods: { help: 'Time a step of every pretraining method instead.' },
  precision: { value: 'NAME', help: 'With --methods: auto, float32 or bfloat16.' },
  backbone: { value: 'NAME', help: 'The backbone; resnet9 by default.' },
  rounds: { value: 'COUNT', help: 'The number of rounds, of which the median is taken.' },
  core: { value: 'NUMBER', help: 'The core that trains.' },
} as const satisfies Flags;
