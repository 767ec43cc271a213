import { adam, add } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { createWeights, detached } from '@nhat/models';
import type { Backbone, Weights } from '@nhat/models';
import type { Stream } from '@nhat/random';
import { completeOptions } from '@nhat/documents';
import type { Choice } from '@nhat/documents';
import type { HeadKind, Task, TaskBatch, TaskModule } from '@nhat/tasks';
import { batchOrder, learningRate, totals, yieldToEventLoop } from '@nhat/train';
import type { LabReader } from '@nhat/augment';
import { batchAt, gathered, mapSide, unseen } from '@nhat/evaluations/labelled-images';
import { frozenValues, shownAs, standardised } from './frozen-values';
import { isMap } from './read-split';
import type { SplitImages } from './read-split';

/** The main metric of one head on the features of one network. */
export interface ProbeScore {
  task: string;
  head: HeadKind;
  metric: string;
  /** On held-out images; null when an output of the head was not finite. */
  value: number | null;
  /** The number of images whose features it was fitted to. */
  fittedOn: number;
}

export interface ProbeContext {
  backbone: Backbone;
  /** For weights of heads, the choice of images and their order. */
  stream: Stream;
  classes: number;
  read: LabReader;
  train: SplitImages;
  heldOut: SplitImages;
}

/** A task whose truth is read from the features of a network. */
export interface Probed {
  choice: Choice;
  module: TaskModule;
}

/** Heads are fitted to the features of at most this many images, and to at most so many numbers of their maps. */
const MOST_IMAGES = 5000;
const MOST_MAP_VALUES = 2 ** 24;

/** How heads are fitted: images in a step, the least and the largest number of steps, and the first of the falling rates. */
interface FittingRecipe {
  batch: number;
  steps: readonly [least: number, most: number];
  peakRate: number;
}

const IMAGE_RECIPE: FittingRecipe = { batch: 128, steps: [100, 1000], peakRate: 1e-2 };
/** An image of a map is many positions. Values such as depths are far from 0, where heads start. */
const MAP_RECIPE: FittingRecipe = { batch: 16, steps: [200, 1000], peakRate: 5e-2 };

/** How often each image is seen, within the bounds on the steps. */
const EPOCHS = 20;

const KINDS: readonly HeadKind[] = ['linear', 'mlp'];

/**
 * Fits a linear and an mlp head for each task to the features of a network, with the labels of up to 5,000 training images, and
 * scores them on held-out images. The network is in evaluation mode and does not change; images are not augmented, and so not
 * changed by the method with which the network was pretrained: the scores of different methods can be compared. Features have
 * mean 0 and deviation 1 over the training images, so that their size does not matter.
 */
export async function probeFeatures(
  probed: readonly Probed[],
  context: ProbeContext,
): Promise<ProbeScore[]> {
  const onImages = probed.filter(({ module }) => !isMap(module.truth));
  const onMaps = probed.filter(({ module }) => isMap(module.truth));
  const scores = [
    ...(onImages.length > 0 ? await probeAlike(onImages, false, context) : []),
    ...(onMaps.length > 0 ? await probeAlike(onMaps, true, context) : []),
  ];
  const order = probed.map(({ choice }) => choice.name);
  return scores.sort((a, b) => order.indexOf(a.task) - order.indexOf(b.task));
}

interface Head {
  name: string;
  kind: HeadKind;
  module: TaskModule;
  task: Task;
}

/** Probes of tasks that all read the features of images (`onMaps` false), or all those of the positions of maps. */
async function probeAlike(
  probed: readonly Probed[],
  onMaps: boolean,
  context: ProbeContext,
): Promise<ProbeScore[]> {
  const { backbone, read, train, heldOut } = context;
  const stream = context.stream.fork(onMaps ? 'maps' : 'images');
  const weights = createWeights(stream.fork('heads'));
  const frozen = detached(backbone);
  const failed = new Set<Head>();
  const heads = createHeads(probed, { ...context, backbone: frozen, weights, failed });
  const source = { backbone, read, onMaps };
  const rows = chosenRows(context, onMaps, stream.fork('images'));
  const batch = batchAt(train.images.size);
  const known = await frozenValues({ ...source, images: train.images }, rows, batch);
  const standardise = standardised(known);
  await fitHeads(heads, weights, stream.fork('order'), {
    images: rows.length,
    recipe: onMaps ? MAP_RECIPE : IMAGE_RECIPE,
    lossOf(at, head) {
      const shown = shownAs(known, at, onMaps);
      return frozen.showing(shown, () =>
        head.task.loss(
          batchOf(
            train,
            head,
            at.map((i) => rows[i]!),
          ),
        ),
      ).loss;
    },
  });
  const counts = await countsOf(heads, heldOut.images.count, batch, async (of) => {
    const values = await frozenValues({ ...source, images: heldOut.images }, of, of.length);
    standardise(values);
    const shown = shownAs(
      values,
      of.map((_, i) => i),
      onMaps,
    );
    // A task runs its head before it returns a promise.
    const pending = frozen.showing(shown, () =>
      heads.map((head) => head.task.counts(batchOf(heldOut, head, of))),
    );
    try {
      return await Promise.all(pending);
    } finally {
      shown.features?.dispose();
      shown.map?.dispose();
    }
  });
  weights.dispose();
  return heads.map((head, i) => {
    const { name, kind, module, task } = head;
    const value = task.metrics(counts[i]!, heldOut.images.count)[module.metric]!;
    return {
      ...{ task: name, head: kind, metric: module.metric },
      ...{ value: failed.has(head) ? null : value, fittedOn: rows.length },
    };
  });
}

function createHeads(
  probed: readonly Probed[],
  {
    backbone,
    weights,
    classes,
    train,
    failed,
  }: ProbeContext & { weights: Weights; failed: Set<Head> },
): Head[] {
  return probed.flatMap(({ choice: { name, options }, module }) =>
    KINDS.map((kind) => {
      const task = module.create(completeOptions(module.options, options), {
        ...{ backbone, heads: weights, classes, size: train.images.size, head: kind },
        onNonFinite: () => void failed.add(head),
      });
      const head: Head = { name, kind, module, task };
      return head;
    }),
  );
}

/** Positions of the training images whose features are used, ascending. */
function chosenRows({ backbone, read, train }: ProbeContext, onMaps: boolean, stream: Stream) {
  const { count } = train.images;
  const side = onMaps ? mapSide(backbone, train.images, read) : 0;
  const most = onMaps ? Math.floor(MOST_MAP_VALUES / (side * side * backbone.features)) : count;
  const used = Math.max(1, Math.min(count, MOST_IMAGES, most));
  return Uint32Array.from(stream.permutation(count)).slice(0, used).sort();
}

interface HeadFitting {
  images: number;
  recipe: FittingRecipe;
  /** The loss of a head on some of these images, called inside the gradient tape. */
  lossOf(at: Uint32Array, head: Head): Scalar;
}

/** Trains all heads at once; they share no weights. */
async function fitHeads(
  heads: readonly Head[],
  weights: Weights,
  stream: Stream,
  { images, recipe, lossOf }: HeadFitting,
): Promise<void> {
  const [least, most] = recipe.steps;
  const batch = Math.min(recipe.batch, images);
  const steps = Math.min(most, Math.max(least, Math.ceil((EPOCHS * images) / batch)));
  const order = batchOrder({ images, batch, epochMinimum: 1, stream });
  const rate = learningRate({ steps, peakRate: recipe.peakRate, finalRate: 1e-4, warmup: 0 });
  const optimiser = adam(weights.trainable(), { weightDecay: 1e-4 });
  for (let step = 0; step < steps; step++) {
    const at = order(step);
    const loss = () => heads.map((head) => lossOf(at, head)).reduce((a, b) => add(a, b));
    optimiser.minimise(loss, rate(step)).dispose();
    if (step % 10 === 9) await yieldToEventLoop();
  }
  optimiser.dispose();
}

/** The counts of each head over all held-out images. */
async function countsOf(
  heads: readonly Head[],
  images: number,
  batch: number,
  measure: (rows: Uint32Array) => Promise<Float32Array[]>,
): Promise<Float64Array[]> {
  const sizes: number[] = [];
  const sums = await totals(images, batch, async (rows) => {
    const counts = await measure(rows);
    counts.forEach((one, i) => (sizes[i] = one.length));
    return counts.flatMap((one) => [...one]);
  });
  let from = 0;
  return heads.map((_, i) => sums.slice(from, (from += sizes[i]!)));
}

/** Truth without pixels, because heads see features alone. */
function batchOf({ images, truth }: SplitImages, { module }: Head, rows: Uint32Array): TaskBatch {
  const all = truth[module.truth]!;
  return {
    images: unseen(rows.length, images.size),
    truth: gathered(all, rows, all.length / images.count),
  };
}
