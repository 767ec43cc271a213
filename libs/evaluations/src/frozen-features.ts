import { readResults, tensor4d } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { TaskBatch, Targets } from '@nhat/tasks';
import { checkFinite } from '@nhat/train';
import type { Rows } from './solvers/linear-solution';
import { joinedTargets, mapSide, taskBatch } from './labelled-images';
import type { SupervisedNetwork } from './evaluation';
import { pickedTargets } from './picked-rows';
import { featuresOf, mapOf } from '@nhat/models';

/** The data that a head is fitted to: rows of features and their targets. */
export interface FitData {
  rows: Rows;
  targets: Targets;
  /** The labelled image that each row belongs to. */
  images: Uint32Array;
}

type Network = Pick<SupervisedNetwork, 'backbone' | 'task' | 'labelled' | 'read'>;

const BATCH = 200;

/** Features of the labelled images in evaluation mode, a row an image. */
export async function imageFeatures(network: Network): Promise<FitData> {
  const { backbone, labelled } = network;
  const all = Uint32Array.from({ length: labelled.images.count }, (_, i) => i);
  return collect(network, { rows: all, per: 1, side: 1 }, (x) => featuresOf(backbone, x, false));
}

/** Features at up to `most` positions of the maps of the labelled images, a row a position; which, the seed says. */
export async function positionFeatures(
  network: Network,
  most: number,
  seed: number,
): Promise<FitData> {
  const { backbone, labelled } = network;
  const side = mapSide(backbone, labelled.images, network.read);
  const per = side * side;
  const total = labelled.images.count * per;
  const rows =
    total <= most
      ? Uint32Array.from({ length: total }, (_, at) => at)
      : stream(seed, 'positions').permutation(total).slice(0, most).sort();
  return collect(network, { rows, per, side }, (x) => mapOf(backbone, x, false));
}

/** `rows`, ascending: image · per + position. */
async function collect(
  { backbone: { features }, task, labelled, read }: Network,
  { rows, per, side }: { rows: Uint32Array; per: number; side: number },
  run: (x: ReturnType<typeof tensorOf>) => Tensor,
): Promise<FitData> {
  const values = new Float32Array(rows.length * features);
  const targets: Targets[] = [];
  for (let first = 0; first < rows.length;) {
    const images: number[] = [];
    const positions: number[] = [];
    let last = first;
    for (; last < rows.length; last++) {
      const image = Math.floor(rows[last]! / per);
      if (images.at(-1) !== image && images.length === BATCH) break;
      if (images.at(-1) !== image) images.push(image);
      positions.push((images.length - 1) * per + (rows[last]! % per));
    }
    const batch = taskBatch(labelled, Uint32Array.from(images), read);
    const [found] = await readResults(() => [run(tensorOf(batch))]);
    checkPretrained(found!);
    positions.forEach((position, i) => {
      const row = found!.subarray(position * features, (position + 1) * features);
      values.set(row, (first + i) * features);
    });
    targets.push(pickedTargets(task.targets(batch, side), positions));
    first = last;
  }
  return {
    rows: { count: rows.length, features, values },
    targets: joinedTargets(targets),
    images: rows.map((row) => Math.floor(row / per)),
  };
}

/** Throws a UserError when features of a pretrained network, or their cosines, are NaN or infinite. */
export const checkPretrained = (features: Float32Array): void =>
  checkFinite(features, {
    where: 'evaluation',
    what: 'the features of the pretrained network are not finite numbers',
    advice: 'Lower peakRate of the pretraining, or lengthen its warmup',
  });

const tensorOf = ({ images: { values, count, size, channels } }: TaskBatch) =>
  tensor4d(values, [count, size, size, channels]);
