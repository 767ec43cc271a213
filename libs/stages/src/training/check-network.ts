import { readResults, tensor4d } from '@nhat/engine';
import { featuresOf } from '@nhat/models';
import type { Backbone, Weights } from '@nhat/models';
import { checkFinite } from '@nhat/train';
import { readBatch } from '@nhat/augment';
import type { ImageSet, LabReader } from '@nhat/augment';

/** Throws a UserError when a parameter or buffer is NaN or infinite after `when`, e.g. `step 25, the last`. */
export async function checkWeights(
  parts: Readonly<Record<string, Weights>>,
  when: string,
): Promise<void> {
  for (const [part, weights] of Object.entries(parts)) {
    for (const { name, values } of await weights.records()) {
      const what = `the values of ${name} (${part}) are not finite numbers after ${when}`;
      checkFinite(values, { where: 'training', what });
    }
  }
}

/** The number of images on which the features are checked. */
const SHOWN = 16;

/**
 * Throws a UserError when the features of the first images are not finite in evaluation mode, because extremely large weights
 * are finite although the features computed from them are not.
 */
export async function checkFeatures(
  backbone: Backbone,
  images: ImageSet,
  read: LabReader,
): Promise<void> {
  const rows = Uint32Array.from({ length: Math.min(SHOWN, images.count) }, (_, row) => row);
  const { values, count, size, channels } = readBatch(images, rows, read);
  const [features] = await readResults(() => [
    featuresOf(backbone, tensor4d(values, [count, size, size, channels]), false),
  ]);
  const what = 'the features of the trained network are not finite numbers';
  checkFinite(features!, { where: 'training', what });
}
