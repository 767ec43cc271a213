import { globalAverage, tidy } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import type { Backbone } from '@nhat/models';
import { stream } from '@nhat/random';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { ImageBatch } from '@nhat/augment';
import type { Task, TaskBatch, TaskModule } from '../task';

export const CLASSES = 10;

/** Uses the colours themselves as features, so that a task can be computed by hand: map [batch, size, size, 3]. */
const colours = {
  features: 3,
  forward: (x: Tensor4D) => ({ features: globalAverage(x), map: () => x }),
} as unknown as Backbone;

export interface ColourTask {
  task: Task;
  /** The output of the head for a colour, in double precision. */
  head(colour: readonly number[]): number[];
  /** Sets the parameters of the head. */
  set(weight: readonly number[], bias: readonly number[]): void;
  dispose(): void;
}

/** A task whose head, called `name`, reads colours. */
export function colourTask<Schema extends OptionSchema>(
  name: string,
  module: TaskModule<Schema>,
  options: OptionValues<Schema>,
): ColourTask {
  const heads = createWeights(stream('colour heads', name));
  const context = { backbone: colours, heads, classes: CLASSES, size: 8 };
  const task = module.create(options, context);
  const at = (part: string) => heads.shapes().findIndex((one) => one.name === `${name}.${part}`);
  const valuesOf = (part: string) => heads.trainable()[at(part)]!.dataSync();
  return {
    task,
    head(colour) {
      const [weight, bias] = [valuesOf('weight'), valuesOf('bias')];
      return Array.from(bias, (b, k) =>
        colour.reduce((sum, x, c) => sum + x * weight[c * bias.length + k]!, b),
      );
    },
    set(weight, bias) {
      const values = { weight, bias };
      for (const part of ['weight', 'bias'] as const) {
        const shape = heads.shapes()[at(part)]!;
        heads.load([{ ...shape, values: Float32Array.from(values[part]) }]);
      }
    },
    dispose: () => heads.dispose(),
  };
}

/** Images of noise. */
export function noise(count: number, size: number): ImageBatch {
  const s = stream('noise', count, size);
  const values = Float32Array.from({ length: count * size * size * 3 }, () => s.normal());
  return { count, size, channels: 3, values };
}

/** The colour at every position of every image. */
export const coloursOf = ({ values }: ImageBatch): number[][] =>
  Array.from({ length: values.length / 3 }, (_, at) => [...values.subarray(at * 3, at * 3 + 3)]);

export const lossOf = (task: Task, batch: TaskBatch): number =>
  tidy(() => task.loss(batch).loss.dataSync()[0]!);

export async function metricsOf(task: Task, batch: TaskBatch): Promise<Record<string, number>> {
  const counts = await task.counts(batch);
  return task.metrics(Float64Array.from(counts), batch.images.count);
}

/** −log softmax(logits)[label] in double precision. */
export function crossEntropyOf(logits: readonly number[], label: number): number {
  const most = Math.max(...logits);
  return most + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - most), 0)) - logits[label]!;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
