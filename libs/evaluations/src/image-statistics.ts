import { pixelsOf } from '@nhat/augment';
import type { ImageSet } from '@nhat/augment';
import type { Rows } from './solvers/linear-solution';

/** Parts of the range of a channel in the histogram. */
const LEVELS = 4;
/** Parts of a side in which mean colours are taken. */
const PARTS = 4;
const CHANNELS = 3;

const COLOURS = LEVELS ** CHANNELS;
const THUMBNAIL = PARTS * PARTS * CHANNELS;

/** Numbers that stand for an image: mean and deviation of each channel, shares of colours, mean colours of its parts. */
export const STATISTICS = 2 * CHANNELS + COLOURS + THUMBNAIL;

/**
 * `[count, STATISTICS]`: of each image mean and standard deviation of red, green and blue (0 … 1), the shares of its pixels in 4 × 4 × 4
 * ranges of colour, and the mean colours of 4 × 4 parts, row by row. Sums are of whole numbers, so that all machines give the same.
 */
export function imageStatistics(images: ImageSet): Rows {
  const { count, size } = images;
  const values = new Float32Array(count * STATISTICS);
  for (let image = 0; image < count; image++) {
    values.set(statisticsOf(pixelsOf(images, image), size), image * STATISTICS);
  }
  return { count, features: STATISTICS, values };
}

function statisticsOf(pixels: Uint8Array, size: number): Float64Array {
  const area = size * size;
  const sums = new Float64Array(CHANNELS);
  const squares = new Float64Array(CHANNELS);
  const colours = new Float64Array(COLOURS);
  const parts = new Float64Array(THUMBNAIL);
  const partAreas = new Float64Array(PARTS * PARTS);
  for (let at = 0; at < area; at++) {
    const part = partOf(Math.floor(at / size), size) * PARTS + partOf(at % size, size);
    partAreas[part]! += 1;
    let colour = 0;
    for (let c = 0; c < CHANNELS; c++) {
      const value = pixels[at * CHANNELS + c]!;
      sums[c]! += value;
      squares[c]! += value * value;
      parts[part * CHANNELS + c]! += value;
      colour = colour * LEVELS + Math.floor((value * LEVELS) / 256);
    }
    colours[colour]! += 1;
  }
  const deviation = (c: number) =>
    Math.sqrt(Math.max(0, squares[c]! * area - sums[c]! * sums[c]!)) / area;
  return Float64Array.of(
    ...sums.map((sum) => sum / area / 255),
    ...sums.map((_, c) => deviation(c) / 255),
    ...colours.map((pixelCount) => pixelCount / area),
    ...parts.map((sum, at) => sum / partAreas[Math.floor(at / CHANNELS)]! / 255),
  );
}

const partOf = (place: number, size: number): number => Math.floor((place * PARTS) / size);
