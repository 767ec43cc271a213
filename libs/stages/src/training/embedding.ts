import { readResults, tensor4d } from '@nhat/engine';
import { featuresOf } from '@nhat/models';
import type { Backbone } from '@nhat/models';
import type { ImageBatch } from '@nhat/augment';

/** How the features of different images differ, which shows a collapse to one vector or to few directions. */
export interface EmbeddingFacts {
  /**
   * The mean over the dimensions of the standard deviation of features of length 1, times √dimensions: 0 where all images have
   * the same features, 1 where the features have mean 0 and spread evenly.
   */
  spread: number;
  /** (Σ λ)² / Σ λ² of the eigenvalues λ of the covariance of features of length 1: 1 … dimensions; 0 without variance. */
  effectiveRank: number;
  dimensions: number;
  /** Whether the spread is below 0.05 or the effective rank below what is asked for. */
  collapsed: boolean;
}

const LEAST_SPREAD = 0.05;

/**
 * The effective rank below which a network counts as collapsed. Methods that compare views exist to tell images apart; others need
 * few directions for their task: networks that name 97 % of the quarter turns have an effective rank of 2.1 to 2.8.
 */
export const leastRank = (views: number): number => (views > 1 ? 2 : 1.2);

/** Measures the features of these images in evaluation mode; `rank`: the least effective rank of a network that did not collapse. */
export async function measureEmbedding(
  backbone: Backbone,
  batches: Iterable<ImageBatch>,
  rank: number,
): Promise<EmbeddingFacts> {
  const rows: Float32Array[] = [];
  for (const { values, count, size, channels } of batches) {
    const [features] = await readResults(() => [
      featuresOf(backbone, tensor4d(values, [count, size, size, channels]), false),
    ]);
    for (let i = 0; i < count; i++) {
      rows.push(features!.slice(i * backbone.features, (i + 1) * backbone.features));
    }
  }
  return embeddingFacts(rows, rank);
}

/** The facts of rows of features, one per image. */
export function embeddingFacts(rows: readonly Float32Array[], rank = leastRank(2)): EmbeddingFacts {
  const dimensions = rows[0]!.length;
  const unit = rows.map((row) => {
    const length = Math.hypot(...row);
    return Float64Array.from(row, (x) => (length > 0 ? x / length : 0));
  });
  const means = Float64Array.from(
    { length: dimensions },
    (_, k) => unit.reduce((sum, row) => sum + row[k]!, 0) / unit.length,
  );
  const centred = unit.map((row) => row.map((x, k) => x - means[k]!));
  const variances = [...means.keys()].map(
    (k) => centred.reduce((sum, row) => sum + row[k]! ** 2, 0) / centred.length,
  );
  const deviation = variances.reduce((sum, variance) => sum + Math.sqrt(variance), 0) / dimensions;
  const spread = rounded(deviation * Math.sqrt(dimensions));
  const effectiveRank = rounded(participationRatio(centred));
  const collapsed = spread < LEAST_SPREAD || effectiveRank < rank;
  return { spread, effectiveRank, dimensions, collapsed };
}

/** (Σ λ)² / Σ λ², from the products of all pairs of rows, which have the same eigenvalues as the covariance but for a factor. */
function participationRatio(rows: readonly Float64Array[]): number {
  let [trace, squares] = [0, 0];
  rows.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = rows[j]!;
      let product = 0;
      for (let k = 0; k < a.length; k++) product += a[k]! * b[k]!;
      if (i === j) trace += product;
      squares += (i === j ? 1 : 2) * product * product;
    }
  });
  return squares < 1e-12 ? 0 : (trace * trace) / squares;
}

const rounded = (value: number): number => Number(value.toPrecision(4));
