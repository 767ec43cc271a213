import { encodeFeatureRows } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import type { ImageSet } from '@nhat/augment';
import type { FeaturesConfig } from '@nhat/documents';
import type { Rows } from '@nhat/evaluations/solvers/linear-solution';
import type { Stage } from '@nhat/runner/stage';
import { featureScores } from './training/feature-scores';
import { imagesOf, readSplit } from './training/read-split';

/** Computes a row of numbers from the pixels of each image, of training images those with a truth. */
export const computedFeatures =
  ({ features }: { features: (images: ImageSet) => Rows }): Stage<FeaturesConfig> =>
  async (run) => {
    const { labelled } = imagesOf(run);
    const rowsOf = async (split: Split) => {
      const { images } = await readSplit(run, split, []);
      const count = split === 'train' ? labelled : images.count;
      return features({ ...images, count });
    };
    const train = await rowsOf('train');
    const rows = {
      dimensions: train.features,
      splits: {
        train: train.values,
        validation: (await rowsOf('validation')).values,
        test: (await rowsOf('test')).values,
      },
    };
    const scores = featureScores(run, rows);
    return { blobs: { features: await run.writeBlob(encodeFeatureRows(rows)) }, scores };
  };
