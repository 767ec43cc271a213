import type { Registry } from '@nhat/documents';
import { amdimOptions } from './amdim';
import { cmcOptions } from './cmc';
import { rotationOptions } from './rotation';
import { vaeOptions } from './vae';

/** The methods that documents may name. Facts that a module states too are compared by a test. */
export const methods = {
  amdim: {
    options: amdimOptions,
    views: 2,
    sharedBetweenViews: ['flip'],
    pretraining: { peakRate: 1e-3, finalRate: 1e-6, weightDecay: 1e-5 },
  },
  cmc: {
    options: cmcOptions,
    views: 1,
    pretraining: { peakRate: 1e-3, finalRate: 1e-6, weightDecay: 1e-5 },
    augment: { jitter: false },
    needs: 'halves',
    checkImages: ({ negatives }, images) =>
      Number(negatives) <= images
        ? undefined
        : {
            option: 'negatives',
            what: 'draws more negatives than there are images',
            expected: `at most ${images}`,
          },
  },
  rotation: {
    options: rotationOptions,
    views: 1,
    leaksThroughBorder: true,
    pretraining: { peakRate: 5e-4, finalRate: 1e-5, weightDecay: 1e-4 },
  },
  vae: {
    options: vaeOptions,
    views: 1,
    pretraining: { peakRate: 1e-3, finalRate: 1e-5, weightDecay: 1e-5 },
    augment: { cutout: false },
  },
} satisfies Registry;
