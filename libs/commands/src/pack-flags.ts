import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';
import { reportFlags } from './report-arguments';

export const packFlags = {
  ...jsonFlag,
  partial: { help: 'Pack what is finished, although other nodes have no result yet.' },
} as const satisfies Flags;

export const publishedFlags = {
  ...reportFlags,
  pack: { value: 'FILE', help: 'Show this pack instead of that in published/.' },
} as const satisfies Flags;

export const figuresFlags = {
  check: { help: 'Write nothing; fail where a figure is another than that of its pack.' },
} as const satisfies Flags;
