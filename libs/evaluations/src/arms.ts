import type { OptionSchema, RegistryEntry } from '@nhat/documents';

export const featuresOptions = {
  type: 'object',
  description:
    'No pretraining: a linear head on features that were made elsewhere, e.g. by DINOv3 or CLIP, from a table with a row for each image.',
  properties: {
    file: {
      type: 'string',
      maxLength: 4000,
      default: '',
      description:
        'CSV, .npz or Parquet, from the folder of the workspace or, where it is set, from NHAT_DATA. A row names an image, by its path in the folder of the dataset, the name of its file or the SHA-256 of its content, and has its numbers.',
    },
    title: {
      type: 'string',
      maxLength: 200,
      default: '',
      description: 'What made the features, for the report, e.g. DINOv3 ViT-S.',
    },
  },
} as const satisfies OptionSchema;

export const imageStatisticsOptions = {
  type: 'object',
  description:
    'No pretraining: a linear head on mean and deviation of red, green and blue, a histogram of 64 colours, and the mean colours of 4 × 4 parts of the image.',
  properties: {},
} as const satisfies OptionSchema;

export const randomFrozenOptions = {
  type: 'object',
  description:
    'No pretraining: a linear head on the features of a network with random weights, another one for each seed.',
  properties: {},
} as const satisfies OptionSchema;

/** Arms without pretraining, which documents name beside methods. All have a linear head. */
export const arms = {
  features: {
    options: featuresOptions,
    reads: {
      ...{ from: 'table', evaluation: 'linear', paths: ['file'] },
      about:
        'features made elsewhere. Their making is no part of the times and costs here, and whether their makers saw these images, or these labels, is not known.',
    },
    check: ({ file }) =>
      file === ''
        ? { option: 'file', what: 'no table of features', expected: 'the path of a file' }
        : undefined,
  },
  'image-statistics': {
    options: imageStatisticsOptions,
    reads: {
      ...{ from: 'images', evaluation: 'linear' },
      about:
        'a control: 118 numbers of colour alone, which are computed from the pixels without any learning.',
    },
  },
  'random-frozen': {
    options: randomFrozenOptions,
    reads: {
      ...{ from: 'random weights', evaluation: 'linear' },
      about: 'a control: a network that was never trained, another one for each seed.',
    },
  },
} satisfies Record<string, RegistryEntry> as Record<
  'features' | 'image-statistics' | 'random-frozen',
  RegistryEntry
>;
