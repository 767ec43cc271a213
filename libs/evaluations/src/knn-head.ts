import { dense, readResults, tensor1d, tensor2d, tensor4d } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import { detached, featuresOf } from '@nhat/models';
import type { Backbone, BackboneOutputs, Want } from '@nhat/models';
import type { EvaluationOptions } from '@nhat/documents';
import type { FrozenHead } from './evaluation';
import { checkPretrained, imageFeatures } from './frozen-features';

export const knnOptions = {
  type: 'object',
  description:
    'Nearest neighbours: the labelled images with the largest cosine vote for their class.',
  properties: {
    neighbours: {
      type: 'integer',
      minimum: 1,
      description:
        'The number of voting images. When absent: as many as there are labelled images a class, at least 1 and at most 20.',
    },
  },
} as const satisfies EvaluationOptions;

/** The number of classes that a vote can represent. */
const SLOTS = 256;

interface Bank {
  /** Unit vectors `[features, count]`. */
  columns: Float32Array;
  count: number;
  labels: Uint8Array;
  neighbours: number;
}

/** A backbone whose features are the vote of the nearest labelled images: 1 for the class with most votes, else 0. */
interface Voting extends Backbone {
  inner: Backbone;
  bank: Bank | undefined;
  /** `[batch, SLOTS]` of the images that `forward` gets next. */
  votes: Float32Array;
}

/**
 * Nearest neighbours: the most frequent class among the `neighbours` labelled images with the largest cosine to an image; of
 * equally frequent classes the one with the larger sum of cosines. A labelled image is its own nearest neighbour, so accuracy
 * on labelled images means little.
 */
export const knnHead: FrozenHead = {
  wrapBackbone(backbone): Voting {
    const inner = detached(backbone);
    const voting: Voting = {
      ...inner,
      ...{ inner, bank: undefined, features: SLOTS, votes: new Float32Array() },
      forward<Wanted extends Want>(x: Tensor4D) {
        const features = tensor2d(voting.votes, [x.shape[0], SLOTS]);
        const outputs: Partial<BackboneOutputs> = { features };
        return outputs as Pick<BackboneOutputs, Wanted>;
      },
    };
    return voting;
  },
  async fit(network, { evaluation }) {
    const voting = network.backbone as Voting;
    const { rows, targets } = await imageFeatures({ ...network, backbone: voting.inner });
    if (targets.kind !== 'classes') throw new Error('knn: the task has no classes');
    voting.bank = {
      ...{ columns: unitColumns(rows.values, rows.count), count: rows.count },
      labels: targets.of,
      neighbours: Math.min(
        Number(evaluation['neighbours'] ?? usualNeighbours(rows.count, targets.classes)),
        rows.count,
      ),
    };
    const [weight, bias] = network.heads.shapes();
    const [, outputs] = weight!.shape as [number, number];
    const identity = Float32Array.from({ length: SLOTS * outputs }, (_, at) =>
      Math.floor(at / outputs) === at % outputs ? 1 : 0,
    );
    network.heads.load([
      { ...weight!, values: identity },
      { ...bias!, values: new Float32Array(outputs) },
    ]);
    return { loss: null, chosen: { neighbours: voting.bank.neighbours } };
  },
  async prepareBatch(network, { images: { values, count, size, channels } }) {
    const voting = network.backbone as Voting;
    const images = () => tensor4d(values, [count, size, size, channels]);
    voting.votes = await votesOf(voting.inner, voting.bank!, images);
  },
};

/** With more votes than a class has images, most votes would be for other classes. */
export const usualNeighbours = (images: number, classes: number): number =>
  Math.max(1, Math.min(20, Math.floor(images / classes)));

/** `[batch, SLOTS]`: 1 at the class that the nearest images of the bank vote for, 0 elsewhere. */
async function votesOf(
  inner: Backbone,
  { columns, count, labels, neighbours }: Bank,
  images: () => Tensor4D,
): Promise<Float32Array> {
  const [cosines] = await readResults(() => {
    const bank = tensor2d(columns, [inner.features, count]);
    return [dense(featuresOf(inner, images(), false), bank, tensor1d(new Float32Array(count)))];
  });
  checkPretrained(cosines!);
  const batch = cosines!.length / count;
  const votes = new Float32Array(batch * SLOTS);
  for (let i = 0; i < batch; i++) {
    const own = cosines!.subarray(i * count, (i + 1) * count);
    votes[i * SLOTS + winner(nearest(own, neighbours), own, labels)] = 1;
  }
  return votes;
}

/** Positions of the `most` largest values; of equal values the first. */
export function nearest(values: Float32Array, most: number): number[] {
  const positions: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (positions.length === most && values[at]! <= values[positions[most - 1]!]!) continue;
    let slot = positions.length === most ? most - 1 : positions.length;
    for (; slot > 0 && values[positions[slot - 1]!]! < values[at]!; slot--) {
      positions[slot] = positions[slot - 1]!;
    }
    positions[slot] = at;
  }
  return positions;
}

/** The label with most votes; of equal ones the one with the larger sum of values. */
export function winner(
  voters: readonly number[],
  values: Float32Array,
  labels: Uint8Array,
): number {
  const votes = new Map<number, { count: number; sum: number }>();
  for (const voter of voters) {
    const { count, sum } = votes.get(labels[voter]!) ?? { count: 0, sum: 0 };
    votes.set(labels[voter]!, { count: count + 1, sum: sum + values[voter]! });
  }
  const order = [...votes].sort(([, a], [, b]) => b.count - a.count || b.sum - a.sum);
  return order[0]![0];
}

/**
 * Turns rows `[count, features]` into unit columns `[features, count]`. The features of the other image keep their length,
 * which does not change the order.
 */
function unitColumns(rows: Float32Array, count: number): Float32Array {
  const features = rows.length / count;
  const columns = new Float32Array(rows.length);
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * features, (i + 1) * features);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    row.forEach((value, k) => (columns[k * count + i] = value / length));
  }
  return columns;
}
