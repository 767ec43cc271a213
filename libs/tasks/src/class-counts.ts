/**
 * What is counted of images that were classified, `[1 + 2 · classes]`: the images that got their class, then the images of each class,
 * then those of each class that got it. Such counts may be added over batches.
 */
export function classCounts(
  right: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Float32Array {
  const counts = new Float32Array(1 + 2 * classes);
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at]!;
    counts[0]! += right[at]!;
    counts[1 + label]! += 1;
    counts[1 + classes + label]! += right[at]!;
  }
  return counts;
}

/** How many images there are of each class, from such counts. */
export const imagesOfClasses = (counts: Float64Array): Float64Array =>
  counts.subarray(1, 1 + (counts.length - 1) / 2);

/**
 * From such counts of `images` images: `accuracy` is the share that got their class, `balancedAccuracy` the mean of this share over the
 * classes that the images have, so that a class with few images counts as much as one with many.
 */
export function classMetrics(
  counts: Float64Array,
  images: number,
): { accuracy: number; balancedAccuracy: number } {
  const perClass = imagesOfClasses(counts);
  const right = counts.subarray(1 + perClass.length);
  const recalls = Array.from(perClass, (count, label) => right[label]! / count);
  const known = recalls.filter((_, label) => perClass[label]! > 0);
  return {
    accuracy: counts[0]! / images,
    balancedAccuracy: known.reduce((sum, recall) => sum + recall, 0) / known.length,
  };
}
