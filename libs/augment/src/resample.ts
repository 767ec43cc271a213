import type { Placement, Target } from './placed-pixels';

/** The pixels of a row or column of the source that make each of `size` results. */
interface Samples {
  /** `[size]`: the first pixel. */
  first: Int32Array;
  /** `[size]`: how many pixels; 0 where the result lies outside. */
  count: Uint16Array;
  /** `[size, most]`: their shares, 1 together. */
  shares: Float64Array;
  most: number;
}

/**
 * Puts the pixels of `image` `[size, size, channels]` to their places by a triangle filter: where the image grows it interpolates
 * linearly between two pixels; where it shrinks the filter is as wide as the step, so that fine patterns average out
 * (antialiasing, as Pillow and torchvision do). What comes from outside the image is left as it is.
 */
export function resample(
  image: ArrayLike<number>,
  size: number,
  { left, across, top, down }: Placement,
  { into, at, channels }: Target,
): void {
  const columns = samples(left, across, size);
  const rows = samples(top, down, size);
  const wide = new Float64Array(size * size * channels);
  const used = usedBy(rows, size);
  for (let y = 0; y < size; y++) {
    if (used[y] === 1) resampleRow(image, y * size * channels, columns, { wide, size, channels });
  }
  const length = size * channels;
  for (let y = 0; y < size; y++) {
    const count = rows.count[y]!;
    if (count === 0) continue;
    for (let x = 0; x < size; x++) {
      if (columns.count[x] === 0) continue;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        let from = rows.first[y]! * length + x * channels + c;
        for (let tap = 0; tap < count; tap++, from += length) {
          sum += rows.shares[y * rows.most + tap]! * wide[from]!;
        }
        into[at + y * length + x * channels + c] = sum;
      }
    }
  }
}

function resampleRow(
  image: ArrayLike<number>,
  first: number,
  columns: Samples,
  { wide, size, channels }: { wide: Float64Array; size: number; channels: number },
): void {
  for (let x = 0; x < size; x++) {
    const count = columns.count[x]!;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      let from = first + columns.first[x]! * channels + c;
      for (let tap = 0; tap < count; tap++, from += channels) {
        sum += columns.shares[x * columns.most + tap]! * image[from]!;
      }
      wide[first + x * channels + c] = sum;
    }
  }
}

/** `[size]`: 1 for each row of the source that any result needs. */
function usedBy({ first, count }: Samples, size: number): Uint8Array {
  const used = new Uint8Array(size);
  first.forEach((from, y) => used.fill(1, from, from + count[y]!));
  return used;
}

/** Where `size` results come from that lie at `origin + step · i`. */
function samples(origin: number, step: number, size: number): Samples {
  const reach = Math.max(1, Math.abs(step));
  const most = 2 * Math.ceil(reach) + 1;
  const [first, count] = [new Int32Array(size), new Uint16Array(size)];
  const shares = new Float64Array(size * most);
  for (let i = 0; i < size; i++) {
    const middle = origin + step * i;
    if (middle < -0.5 || middle > size - 0.5) continue;
    const from = Math.max(0, Math.floor(middle - reach) + 1);
    const last = Math.min(size - 1, Math.ceil(middle + reach) - 1);
    let total = 0;
    for (let pixel = from; pixel <= last; pixel++) total += 1 - Math.abs(pixel - middle) / reach;
    for (let pixel = from; pixel <= last; pixel++) {
      shares[i * most + pixel - from] = (1 - Math.abs(pixel - middle) / reach) / total;
    }
    first[i] = from;
    count[i] = last - from + 1;
  }
  return { first, count, shares, most };
}
