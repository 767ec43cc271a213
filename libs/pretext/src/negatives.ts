import { log } from '@nhat/random';
import type { Stream } from '@nhat/random';

/** What each image of a batch is told apart from: rows of a memory bank, its own among them. */
export interface Negatives {
  /** Rows of the bank in the order of the candidates; undefined: all rows. */
  rows: Int32Array | undefined;
  candidates: number;
  /** [batch, candidates]: ln of how often a candidate is in the set of an image, −1e9 where it is not. */
  logCounts: Float32Array;
  /** [batch]: which candidate is the image itself, and ln of how often. */
  own: Int32Array;
  ownLogCounts: Float32Array;
}

/** Stands for ln 0; finite, so that 0 · it is 0. */
const never = -1e9;

export interface NegativesOptions {
  /** [batch]: the rows of the images. */
  indices: Uint32Array;
  /** Negatives of an image. */
  negatives: number;
  /** Rows of the bank. */
  images: number;
  stream: Stream;
}

/** One draw for the whole batch, with replacement; candidates: the images of the batch, then the draw. */
export function sharedNegatives(options: NegativesOptions): Negatives {
  const { indices, negatives, images, stream } = options;
  const batch = indices.length;
  const candidates = batch + negatives;
  const rows = new Int32Array(candidates);
  rows.set(indices);
  for (let at = batch; at < candidates; at++) rows[at] = stream.integer(images);
  const logCounts = new Float32Array(batch * candidates);
  for (let i = 0; i < batch; i++) {
    logCounts.fill(never, i * candidates, i * candidates + batch);
    logCounts[i * candidates + i] = 0;
  }
  const own = Int32Array.from({ length: batch }, (_, i) => i);
  return { rows, candidates, logCounts, own, ownLogCounts: new Float32Array(batch) };
}

/**
 * A draw for each image, with replacement; candidates: the whole bank. What is drawn more than once is counted, so that
 * the scores are one matrix product and no row is copied for each image.
 */
export function ownNegatives(options: NegativesOptions): Negatives {
  const { indices, negatives, images, stream } = options;
  const batch = indices.length;
  const logs = Float32Array.from({ length: negatives + 2 }, (_, count) => log(count));
  const logCounts = new Float32Array(batch * images).fill(never);
  const ownLogCounts = new Float32Array(batch);
  const counts = new Int32Array(images);
  indices.forEach((own, i) => {
    counts.fill(0);
    counts[own] = 1;
    logCounts[i * images + own] = 0;
    for (let draw = 0; draw < negatives; draw++) {
      const row = stream.integer(images);
      logCounts[i * images + row] = logs[++counts[row]!]!;
    }
    ownLogCounts[i] = logs[counts[own]!]!;
  });
  return {
    rows: undefined,
    candidates: images,
    logCounts,
    own: Int32Array.from(indices),
    ownLogCounts,
  };
}
