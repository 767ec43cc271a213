import type { Split } from '@nhat/artifacts';
import type { ImageFacts } from './decode-image';
import { hashDistance, hashParts } from './perceptual-hash';
import type { PlannedImage } from './plan-import';

/** Hashes of 64 bits that differ in no more of them are those of images that look alike. */
const NEAR = 2;

/** A hash of so few or so many ones is that of a plain area, which all plain images share. */
const PLAIN = 8;

/** A test image, and a training image that looks like it. */
export interface NearCopy {
  test: string;
  train: string;
}

/** Test images that look like a training image; the first such image of each. Plain images are left out. */
export function nearCopies(
  images: readonly (Pick<PlannedImage, 'where'> & { split: Split })[],
  facts: readonly Pick<ImageFacts, 'hash'>[],
): NearCopy[] {
  const rowsOf = (isTest: boolean) =>
    images.flatMap(({ split }, at) => ((split === 'test') === isTest ? [at] : []));
  const [test, train] = [rowsOf(true), rowsOf(false)];
  const parts = (rows: readonly number[]) => hashParts(rows.map((at) => facts[at]!.hash));
  const [testParts, trainParts] = [parts(test), parts(train)];
  const none = new Uint16Array(4);
  return test.flatMap((at, i) => {
    const ones = hashDistance(testParts, i, none, 0);
    if (ones < PLAIN || ones > 64 - PLAIN) return [];
    for (let j = 0; j < train.length; j++) {
      if (hashDistance(testParts, i, trainParts, j) <= NEAR) {
        return [{ test: images[at]!.where, train: images[train[j]!]!.where }];
      }
    }
    return [];
  });
}
