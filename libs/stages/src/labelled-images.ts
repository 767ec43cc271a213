import type { Task, TaskBatch } from '@nhat/tasks';
import { totals } from '@nhat/train';
import { readBatch } from '@nhat/views';
import type { AugmentPlan, ImageSet, LabReader } from '@nhat/views';

/** Images with the truth that a task learns: `[count]` or `[count, size, size]`. */
export interface LabelledImages {
  images: ImageSet;
  truth: Uint8Array;
}

/** Copies of the chosen images and their truth. */
export function chosen({ images, truth }: LabelledImages, rows: Uint32Array): LabelledImages {
  const perImage = images.size * images.size * 3;
  return {
    images: { ...images, count: rows.length, pixels: gathered(images.pixels, rows, perImage) },
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

/** The metrics on all images, without augmentation, with running statistics; null when there are none. */
export async function evaluate(
  task: Task,
  labelled: LabelledImages,
  read: LabReader,
): Promise<Record<string, number> | null> {
  const { count, size } = labelled.images;
  if (count === 0) return null;
  const counts = await totals(count, batchAt(size), (rows) =>
    task.counts(taskBatch(labelled, rows, read)),
  );
  return task.metrics(counts, count);
}

/** 200 images of 64 pixels a side, and as many pixels when they are larger: activations must fit in memory. */
export const batchAt = (size: number): number => Math.ceil(200 * Math.min(1, (64 / size) ** 2));

/** The chosen rows, `per` values each. */
export function gathered(values: Uint8Array, rows: Uint32Array, per: number): Uint8Array {
  const out = new Uint8Array(rows.length * per);
  rows.forEach((row, i) => out.set(values.subarray(row * per, (row + 1) * per), i * per));
  return out;
}
