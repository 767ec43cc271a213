import type { Stream } from '@nhat/random';

/** The number of parts into which labelled images are divided for cross-validation. */
export const FOLDS = 5;

/** The fold of images that are never held out. */
export const NEVER = -1;

/**
 * The fold of each image, 0 … FOLDS − 1. With `classes`, the class of each image, every class is spread over the folds as
 * evenly as it can be: a class with fewer images than folds is held out in some of them only, and an image that is alone in
 * its class is never held out (NEVER), because nothing else shows its class. Without classes the images are divided evenly.
 */
export function foldsOf(
  images: number,
  classes: ArrayLike<number> | undefined,
  stream: Stream,
): Int8Array {
  const folds = new Int8Array(images).fill(NEVER);
  const groups = new Map<number, number[]>();
  for (let image = 0; image < images; image++) {
    const group = classes?.[image] ?? 0;
    groups.set(group, [...(groups.get(group) ?? []), image]);
  }
  let next = 0;
  for (const [group, members] of [...groups].sort(([a], [b]) => a - b)) {
    if (members.length === 1) continue;
    for (const at of stream.fork('folds', group).permutation(members.length)) {
      folds[members[at]!] = next++ % FOLDS;
    }
  }
  return folds;
}
