import type { ImageBatch } from './images';

/**
 * Each image turned counter-clockwise by its number of quarter turns (as numpy.rot90): an exact permutation of
 * the pixels, so that no trace of resampling gives the angle away.
 */
export function rotate90(batch: ImageBatch, turns: ArrayLike<number>): ImageBatch {
  const { count, size, channels, values: source } = batch;
  const values = new Float32Array(source.length);
  for (let i = 0; i < count; i++) {
    const { origin, right, down } = walk(turns[i]!, size);
    const first = i * size * size;
    let to = first * channels;
    for (let y = 0; y < size; y++) {
      let from = (first + origin + y * down) * channels;
      for (const end = to + size * channels; to < end; to += channels, from += right * channels) {
        values[to] = source[from]!;
        for (let c = 1; c < channels; c++) values[to + c] = source[from + c]!;
      }
    }
  }
  return { ...batch, values };
}

/** Where the turned image reads: its first pixel, and the steps for one pixel to the right and one down. */
export function walk(turns: number, size: number): { origin: number; right: number; down: number } {
  const last = size - 1;
  switch (turns & 3) {
    case 0:
      return { origin: 0, right: 1, down: size };
    case 1:
      return { origin: last, right: size, down: -1 };
    case 2:
      return { origin: last * size + last, right: -1, down: -size };
    default:
      return { origin: last * size, right: -size, down: 1 };
  }
}
