import type { MethodFacts } from './pretext';

/**
 * What methods that compare two independent views of an image have in common: the augmentations of SimCLR without blur, and the
 * check whether a view finds the other one.
 */
export const twoViews = {
  views: 2,
  augment: {
    'resized-crop': true,
    'colour-jitter': true,
    desaturate: true,
    solarize: true,
    ...{ jitter: false, grey: false, crop: false, cutout: false },
  },
  learning: {
    ...{ check: 'otherView', label: 'top-1 of the other view' },
    rule: 'twice as often as an untrained network, and 10 of 256',
    ...{ higherIsBetter: true, unit: 'share', range: [0, 1] },
  },
} as const satisfies Partial<MethodFacts>;
