import { jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export const exportFlags = {
  ...jsonFlag,
  arm: {
    value: 'ARM',
    help: 'The method whose network is wanted, by its name in the table ("as" in the document); needed where there are several.',
  },
  dataset: { value: 'DATASET', help: 'The dataset on which it was pretrained.' },
  backbone: { value: 'BACKBONE', help: 'The network by its name in the document.' },
  labels: {
    value: 'NUMBER',
    help: 'The number of labelled images from which alone it was pretrained; all for those of all images.',
  },
  seed: { value: 'NUMBER', help: 'The seed of the pretraining; the smallest by default.' },
  node: { value: 'NODE', help: 'The node of the pretraining by its name.' },
  output: { value: 'FOLDER', help: 'Where the files go; dist/export by default.' },
} as const satisfies Flags;
