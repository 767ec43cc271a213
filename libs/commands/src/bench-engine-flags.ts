import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const benchEngineFlags = {
  ...jsonFlag,
  all: { help: 'Both precisions and both widths, ¼ and 1.' },
  profile: { help: 'Say where the time of a step goes.' },
  methods: { help: 'A step of every pretraining method instead.' },
  precision: { value: 'NAME', help: 'With --methods: auto, float32 or bfloat16.' },
  backbone: { value: 'NAME', help: 'Which network; resnet9 if not given.' },
  rounds: { value: 'COUNT', help: 'Rounds to take the median of.' },
  core: { value: 'NUMBER', help: 'The core that trains.' },
} as const satisfies Flags;
