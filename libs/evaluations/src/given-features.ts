import { reshape } from '@nhat/engine';
import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { Backbone, BackboneOutputs, Pass, Want } from '@nhat/models';
import type { TaskBatch } from '@nhat/tasks';
import type { Rows } from './solvers/linear-solution';

/** Stands for a network where features are known: its "images" of one pixel have a channel for each feature, and it hands these on. */
export function givenFeatures(features: number): Backbone {
  return {
    features,
    stages: [],
    gives: { features },
    forward<Wanted extends Want>(x: Tensor4D, { want }: Pass<Wanted>) {
      const other = want.find((one) => one !== 'features');
      if (other !== undefined) throw new Error(`known features have no ${other}`);
      const outputs = { features: reshape(x, [x.shape[0], features]) as Tensor2D };
      return outputs as unknown as Pick<BackboneOutputs, Wanted>;
    },
    stageOf: () => 0,
  };
}

/** Rows of features with their truth as a task reads them from `givenFeatures`. */
export function featureBatch(
  { features, values }: Rows,
  truth: Uint8Array,
  rows: Uint32Array,
): TaskBatch {
  const chosen = new Float32Array(rows.length * features);
  rows.forEach((row, i) =>
    chosen.set(values.subarray(row * features, (row + 1) * features), i * features),
  );
  return {
    images: { values: chosen, count: rows.length, size: 1, channels: features },
    truth: Uint8Array.from(rows, (row) => truth[row]!),
  };
}
