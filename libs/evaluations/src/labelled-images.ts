import { tensor4d, tidy } from '@nhat/engine';
import { mapOf } from '@nhat/models';
import type { Backbone } from '@nhat/models';
import type { Targets, Task, TaskBatch, TaskModule } from '@nhat/tasks';
import { totals } from '@nhat/train';
import { imagesAt, readBatch } from '@nhat/augment';
import type { AugmentPlan, ImageBatch, ImageSet, LabReader } from '@nhat/augment';

/** Images with the ground truth of a task: `[count]` or `[count, size, size]`. */
export interface LabelledImages {
  images: ImageSet;
  truth: Uint8Array;
}

/** The chosen images and copies of their truth. */
export function chosen({ images, truth }: LabelledImages, rows: Uint32Array): LabelledImages {
  return {
    images: imagesAt(images, rows),
    truth: gathered(truth, rows, truth.length / images.count),
  };
}

/** A batch of the chosen images for a task. */
export function taskBatch(
  { images, truth }: LabelledImages,
  rows: Uint32Array,
  read: LabReader,
  plan?: AugmentPlan,
): TaskBatch {
  return {
    images: readBatch(images, rows, read, plan),
    truth: gathered(truth, rows, truth.length / images.count),
    ...(plan && { plan }),
  };
}

/** How good a task is on some images. */
export interface Measured {
  metrics: Record<string, number>;
  /** `[images]`: 1 for each image that is answered rightly, else 0; null for tasks whose answers are not right or wrong. */
  right: Uint8Array | null;
}

/** The metrics on all images, without augmentation and with running statistics; null without images. */
export function evaluate(
  task: Task,
  labelled: LabelledImages,
  read: LabReader,
  prepareBatch?: (batch: TaskBatch) => Promise<void>,
): Promise<Measured | null> {
  const { count, size } = labelled.images;
  return measured(task, { count, batch: batchAt(size) }, async (rows) => {
    const batch = taskBatch(labelled, rows, read);
    await prepareBatch?.(batch);
    return batch;
  });
}

/** The metrics on `count` images, which `batchOf` reads up to `batch` at a time; null without images. */
export async function measured(
  task: Task,
  { count, batch }: { count: number; batch: number },
  batchOf: (rows: Uint32Array) => TaskBatch | Promise<TaskBatch>,
): Promise<Measured | null> {
  if (count === 0) return null;
  const right = task.answers ? new Uint8Array(count) : null;
  const counts = await totals(count, batch, async (rows) => {
    const images = await batchOf(rows);
    if (right === null) return task.counts(images);
    const answers = await task.answers!(images);
    right.set(answers.right, rows[0]);
    return answers.counts;
  });
  return { metrics: task.metrics(counts, count), right };
}

/**
 * The main metric of the best constant answer on all images, in the batches of an evaluation; null without images. `side` is
 * the side of the maps of a dense task.
 */
export function constantScore(
  module: TaskModule,
  task: Task,
  { images, truth }: LabelledImages,
  side: number,
): number | null {
  const { count, size } = images;
  if (count === 0) return null;
  const [batch, per] = [batchAt(size), truth.length / count];
  const parts: Targets[] = [];
  for (let first = 0; first < count; first += batch) {
    const end = Math.min(first + batch, count);
    const batchTruth = truth.subarray(first * per, end * per);
    parts.push(task.targets({ images: unseen(end - first, size), truth: batchTruth }, side));
  }
  return module.constantScore(joinedTargets(parts));
}

/** Images without channels, for computations that must not read pixels. */
export const unseen = (count: number, size: number): ImageBatch => ({
  ...{ count, size, channels: 0 },
  values: new Float32Array(0),
});

/** Pixels per side of the maps that a backbone computes from these images. */
export function mapSide(backbone: Backbone, images: ImageSet, read: LabReader): number {
  const { values, size, channels } = readBatch(images, Uint32Array.of(0), read);
  return tidy(() => mapOf(backbone, tensor4d(values, [1, size, size, channels]), false).shape[1]);
}

/** Concatenates the targets of several batches. */
export function joinedTargets(parts: readonly Targets[]): Targets {
  const [first] = parts;
  const values = parts.flatMap(({ of }) => [...of]);
  return first!.kind === 'classes'
    ? { ...first!, of: Uint8Array.from(values) }
    : { ...first!, of: Float32Array.from(values) };
}

/**
 * Images per batch: 200 of 64 pixels per side, and as many pixels when they are larger, because activations must fit in memory.
 */
export const batchAt = (size: number): number => Math.ceil(200 * Math.min(1, (64 / size) ** 2));

/** The chosen rows, `per` values each. */
export function gathered(values: Uint8Array, rows: Uint32Array, per: number): Uint8Array {
  const out = new Uint8Array(rows.length * per);
  rows.forEach((row, i) => out.set(values.subarray(row * per, (row + 1) * per), i * per));
  return out;
}
