import type { Split } from '@nhat/artifacts';
import type { ImageFacts } from './decode-image';
import { HASH_BITS, hashDistance, hashParts } from './perceptual-hash';
import type { PlannedImage } from './plan-import';

/** Hashes that differ in no more bits are those of images that look alike. */
const NEAR = 8;

/** A hash of so few or so many ones is that of a plain area, which all plain images share. */
const PLAIN = 24;

/** A test image, and a training image that looks like it. */
export interface NearCopy {
  test: string;
  train: string;
}

const NONE = hashParts(['0'.repeat(HASH_BITS / 4)]);

/** Whether a hash is one that plain images share, so that it says nothing of what an image shows. */
export const isPlainHash = (hash: string): boolean => isPlain([hashParts([hash]), 0]);

function isPlain(hash: readonly [Uint16Array, number]): boolean {
  const ones = hashDistance(hash, [NONE, 0]);
  return ones < PLAIN || ones > HASH_BITS - PLAIN;
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
  return test.flatMap((at, i) => {
    if (isPlain([testParts, i])) return [];
    for (let j = 0; j < train.length; j++) {
      if (hashDistance([testParts, i], [trainParts, j], NEAR) <= NEAR) {
        return [{ test: images[at]!.where, train: images[train[j]!]!.where }];
      }
    }
    return [];
  });
}
