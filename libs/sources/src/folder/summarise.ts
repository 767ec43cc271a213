import type { JsonObject } from '@nhat/documents';
import type { ImageFacts } from './decode-image';
import { nearCopies } from './near-copies';
import type { ImportPlan } from './plan-import';
import { plannedImages } from './planned-images';

/** What is counted in the images of a dataset. */
const COUNTED = ['grey', 'transparent', 'turned', 'printed', 'pages', 'deep', 'enlarged'] as const;

/**
 * What is known of the files of a dataset, in numbers alone. `facts`: of each image, in the order of the splits train, validation
 * and test.
 */
export function summarise(plan: ImportPlan, facts: readonly ImageFacts[]): JsonObject {
  const images = plannedImages(plan);
  const near = nearCopies(images, facts);
  return {
    unlabelled: plan.counts.train - plan.labelled,
    copies: plan.copies,
    skipped: plan.skipped,
    nearCopies: near.length,
    ...Object.fromEntries(COUNTED.map((key) => [key, facts.filter((one) => one[key]).length])),
  };
}
