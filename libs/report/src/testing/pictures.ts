import type { PictureRow, Pictures } from '../report';
import { accuracy } from './metrics';
import { samples } from './samples';

const row = (label: string, at: number, value: number | null = null): PictureRow => ({
  ...samples[at]!,
  ...{ label, value },
});

/** TEST FIXTURE: drawn patterns in the place of predictions and of what a method rebuilds. */
export const picturesFixture: Pictures = {
  sheets: [
    {
      ...{ dataset: 'shapes-tc', backbone: 'resnet9', task: 'segmentation', method: 'vae' },
      ...{ n: 1600, seed: 0, metric: { ...accuracy, label: 'pixel accuracy' } },
      rows: [
        row('image', 0),
        row('truth', 1),
        row('prediction, scratch', 2, 0.712),
        row('prediction, vae', 3, 0.8),
      ],
    },
    {
      ...{ dataset: 'shapes-tc', backbone: 'resnet9', task: null, method: 'vae' },
      ...{ n: null, seed: 0, metric: null },
      rows: [row('input', 4), row('output', 5)],
    },
  ],
  leftOut: 2,
};
