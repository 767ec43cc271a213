import type { Split } from '@nhat/artifacts';
import type { ImportPlan, PlannedImage } from './plan-import';

/** All images of a plan with their splits, in the order in which they are imported. */
export const plannedImages = ({ splits }: ImportPlan): (PlannedImage & { split: Split })[] =>
  (['train', 'validation', 'test'] as const).flatMap((split) =>
    splits[split].map((image) => ({ ...image, split })),
  );
