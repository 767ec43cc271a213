import type { PossibleBudgets } from '@nhat/curves';
import type { LabelDraw } from '@nhat/documents';
import type { ImageScores } from './image-scores';

/**
 * The budgets that trainings on these images can have, which are those of one dataset with one or more choices of test images. Labels that are
 * drawn balanced are as many of each class; labels that are drawn at random are one for each class at least.
 */
export function budgetsOfImages(
  images: readonly Pick<ImageScores, 'classes' | 'truths' | 'labelled'>[],
  draw: LabelDraw,
): PossibleBudgets {
  const counts = images.map(({ classes, truths }) =>
    truths.includes('label') ? classes.length : 1,
  );
  const classes = Math.max(1, ...counts);
  return {
    step: draw === 'balanced' ? classes : 1,
    least: classes,
    most: Math.min(...images.map(({ labelled }) => labelled)),
  };
}
