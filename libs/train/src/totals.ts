import { yieldToEventLoop } from './yield-to-event-loop';

/**
 * The sum over all images of what `measure` counts in a batch: `measure` gets the positions of up to `batch` of
 * `images` images and returns counts `[k]`, e.g. how many of them are classified rightly. Sums are exact up to 2⁵³.
 */
export async function totals(
  images: number,
  batch: number,
  measure: (indices: Uint32Array) => Promise<ArrayLike<number>>,
): Promise<Float64Array> {
  let sums = new Float64Array();
  for (let first = 0; first < images; first += batch) {
    const size = Math.min(batch, images - first);
    const values = await measure(Uint32Array.from({ length: size }, (_, i) => first + i));
    await yieldToEventLoop();
    if (first === 0) sums = new Float64Array(values.length);
    for (let k = 0; k < sums.length; k++) sums[k]! += values[k]!;
  }
  return sums;
}
