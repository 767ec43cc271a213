import type { Registry } from '@nhat/spec';
import { resnet9Options } from './resnet9';

/** The backbones that documents may name. */
export const backbones = {
  resnet9: {
    options: resnet9Options,
    check: ({ width }) =>
      Math.round(64 * Number(width)) >= 1
        ? undefined
        : {
            option: 'width',
            what: 'rounds to layers without channels',
            expected: 'at least 1/128',
          },
  },
} satisfies Registry;
