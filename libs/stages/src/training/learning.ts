import { stream } from '@nhat/random';
import type { HeldOutBatch, MethodFacts, Pretext, PretextModule } from '@nhat/pretext';
import type { Backbone } from '@nhat/models';
import type { JsonObject, LearningFacts, PretrainConfig } from '@nhat/documents';
import { chosenAugmentations, drawViews, labReader, readBatch } from '@nhat/augment';
import type { AugmentationModule } from '@nhat/augment';
import { batchAt } from '@nhat/evaluations/labelled-images';
import type { StageRun } from '@nhat/runner/stage';
import { leastRank, measureEmbedding } from './embedding';
import { imagesOf, normalisationOf, readSplit } from './read-split';
import type { SplitImages } from './read-split';

/** The largest number of validation images on which a pretraining is checked. */
const MOST_IMAGES = 1024;

export interface LearningParts {
  method: Pick<PretextModule, 'facts'>;
  augmentations?: readonly AugmentationModule[];
  pretext: Pretext;
  backbone: Backbone;
}

type Run = StageRun<PretrainConfig>;

/**
 * Whether a pretraining learned its own task, measured on up to `MOST_IMAGES` validation images, spread evenly over the split:
 * scores `learning` with `{ check, value, chance, threshold, learned }`, absent for a method that has no such check; the last
 * four are null where the dataset has no validation images, because test images are left for the question of the pipeline.
 * Whether its features collapsed is recorded as the fact `embedding`, on training images (`train`) where there are no others, and
 * said; for a method with several views and held-out images it is a score, too. No weight changes, and draws come from a stream
 * of their own.
 */
export async function learningScores(
  run: Run,
  parts: LearningParts,
  train: SplitImages,
): Promise<JsonObject> {
  const { learning, views }: MethodFacts = parts.method.facts;
  const hasImages = imagesOf(run).counts.validation > 0;
  const validation = hasImages ? await readSplit(run, 'validation', []) : undefined;
  const embedding = await embeddingOf(run, parts, validation ?? train);
  run.record({ embedding: { ...embedding, split: hasImages ? 'validation' : 'train' } });
  const heldOut = validation ? heldOutImages(run, parts, validation) : [];
  return {
    ...(learning && { learning: await learned(learning, parts.pretext, heldOut) }),
    ...(views > 1 && hasImages && { embedding }),
  };
}

async function learned(
  { check, higherIsBetter }: LearningFacts,
  pretext: Pretext,
  heldOut: Iterable<HeldOutBatch>,
): Promise<JsonObject> {
  const [first] = heldOut;
  if (!first) return { check, value: null, chance: null, threshold: null, learned: null };
  const measured = await pretext.measureLearning!(heldOut);
  const [value, chance, threshold] = [measured.value, measured.chance, measured.threshold].map(
    (number) => (Number.isFinite(number) ? Number(number.toPrecision(6)) : null),
  );
  const reached = higherIsBetter ? value! >= threshold! : value! <= threshold!;
  return {
    ...{ check, value: value!, chance: chance!, threshold: threshold! },
    learned: value !== null && threshold !== null && reached,
  };
}

/** Measures the features of images without augmentation; a line says it where they collapsed. */
async function embeddingOf(
  run: Run,
  { backbone, method }: LearningParts,
  { images }: SplitImages,
): Promise<JsonObject> {
  const { views }: MethodFacts = method.facts;
  const read = labReader(normalisationOf(run));
  const batches = batchesOf(images.count, batchAt(images.size));
  const facts = await measureEmbedding(
    backbone,
    mapped(batches, (rows) => readBatch(images, rows, read)),
    leastRank(views),
  );
  const { spread, effectiveRank, dimensions, collapsed } = facts;
  if (collapsed) {
    run.progress.note(
      `the network collapsed: features of different images are nearly the same, or differ in one direction only (spread ${spread}, effective rank ${effectiveRank} of ${dimensions})`,
    );
  }
  return { ...facts };
}

/** Batches of validation images, read anew each time they are asked for, because all at once may not fit in memory. */
function heldOutImages(
  run: Run,
  { method, augmentations = [] }: LearningParts,
  { images }: SplitImages,
): Iterable<HeldOutBatch> {
  const { views, sharedBetweenViews }: MethodFacts = method.facts;
  const read = labReader(normalisationOf(run));
  const chosen = chosenAugmentations(augmentations, run.config.augment);
  const seeded = stream(run.config.seed, 'pretrain').fork('learning');
  const batches = batchesOf(images.count, batchAt(images.size));
  return mapped([...batches.entries()], ([at, rows]) => {
    const drawn = { count: rows.length, size: images.size, stream: seeded.fork('augment', at) };
    const plans = drawViews(chosen, { views, shared: sharedBetweenViews }, drawn);
    const asIs = () => [readBatch(images, rows, read)];
    return {
      views: views === 1 ? asIs() : plans.map((plan) => readBatch(images, rows, read, plan)),
      stream: seeded.fork('method', at),
    };
  });
}

/** What `change` makes of each item, made anew in each iteration. */
const mapped = <From, To>(items: Iterable<From>, change: (item: From) => To): Iterable<To> => ({
  *[Symbol.iterator]() {
    for (const item of items) yield change(item);
  },
});

/** The positions of up to `MOST_IMAGES` of `count` images, spread evenly, in batches of up to `size`. */
function batchesOf(count: number, size: number): Uint32Array[] {
  const used = Math.min(count, MOST_IMAGES);
  const rows = Uint32Array.from({ length: used }, (_, i) => Math.floor((i * count) / used));
  const batches: Uint32Array[] = [];
  for (let first = 0; first < used; first += size) batches.push(rows.slice(first, first + size));
  return batches;
}
