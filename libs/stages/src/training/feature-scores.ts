import type { FeatureRows, Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';
import type { StageRun } from '@nhat/runner/stage';
import { imagesOf } from './read-split';

/**
 * The scores of a node with features: how many numbers a row has, and how many rows there are. Throws a UserError where the rows are not
 * those of the images that the dataset has.
 */
export function featureScores(
  run: Pick<StageRun<{ dataset: string }>, 'config' | 'upstream'>,
  { dimensions, splits }: FeatureRows,
): JsonObject {
  const { counts, labelled } = imagesOf(run);
  const wanted: Record<Split, number> = { ...counts, train: labelled };
  const rows = (split: Split) => splits[split].length / dimensions;
  const other = (Object.keys(wanted) as Split[]).find((split) => rows(split) !== wanted[split]);
  if (other !== undefined) {
    throw userError(
      run.config.dataset,
      `its ${other} images are others than those of the features`,
      {
        got: `${rows(other)} rows of features`,
        expected: `${wanted[other]} images`,
        advice: 'Its files changed meanwhile: run it again.',
      },
    );
  }
  return { dimensions, rows: { ...wanted } };
}
