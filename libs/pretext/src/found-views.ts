import { readResults, slice } from '@nhat/engine';
import type { Tensor2D, Tensor4D } from '@nhat/engine';
import { createWeights, featuresOf, unitRows } from '@nhat/models';
import type { Backbone, Weights } from '@nhat/models';
import { stream } from '@nhat/random';
import { joined, matchingMeasure } from './matching';
import type { HeldOutBatch, LearningMeasure, PretextContext } from './pretext';
import { stackedViews } from './stacked-views';

/** The layers that a method puts on the features for its loss. */
export interface Head {
  /** [images, features] → [images, outputs] */
  project(x: Tensor2D, training: boolean): Tensor2D;
  outputs: number;
}

export interface Embedding {
  backbone: Backbone;
  head: Head;
  /** Makes the head in other weights. */
  createHead(weights: Weights): Head;
  createBackbone: PretextContext['createBackbone'];
}

type Batches = Iterable<HeldOutBatch>;

/** How many times as often as an untrained network a trained one must find the other view. */
const TIMES_UNTRAINED = 2;

/**
 * How often the embedding of one view finds that of the other view of the same image, by the cosine, in evaluation mode. An
 * untrained network finds views, too, by their colours, so chance is its share on the same views, or 1 / images where that is
 * more. The threshold is twice that and at least that of `matchingMeasure`, but at most half way from chance to 1.
 */
export async function foundViews(
  batches: Batches,
  { backbone, head, createHead, createBackbone }: Embedding,
): Promise<LearningMeasure> {
  const { value, chance: least, threshold } = await found(batches, backbone, head);
  const weights = createWeights(stream('untrained'));
  const random = createBackbone(weights);
  const untrained = await found(batches, random, createHead(weights));
  weights.dispose();
  const chance = Math.max(least, untrained.value);
  const wanted = Math.max(threshold, TIMES_UNTRAINED * chance);
  return { value, chance, threshold: Math.min(wanted, (1 + chance) / 2) };
}

async function found(batches: Batches, backbone: Backbone, head: Head) {
  const width = head.outputs;
  const embed = (images: Tensor4D) =>
    unitRows(head.project(featuresOf(backbone, images, false), false));
  const [ofFirst, ofSecond]: [Float32Array[], Float32Array[]] = [[], []];
  for (const { views } of batches) {
    const { count } = views[0]!;
    const [first, second] = await readResults(() => {
      const rows = embed(stackedViews(views.slice(0, 2)));
      return [slice(rows, [0, 0], [count, width]), slice(rows, [count, 0], [count, width])];
    });
    ofFirst.push(first!.slice());
    ofSecond.push(second!.slice());
  }
  return matchingMeasure(joined(ofFirst), joined(ofSecond), width);
}
