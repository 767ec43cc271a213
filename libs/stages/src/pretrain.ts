import { encodeSeries, encodeWeights } from '@nhat/artifacts';
import { openEngine } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import type { BackboneModule } from '@nhat/models';
import type { PretextBatch, PretextModule } from '@nhat/pretext';
import { stream } from '@nhat/random';
import type { JsonObject, OptionSchema, OptionValues, PretrainConfig } from '@nhat/spec';
import { batchOrder, lastTenth, thinned } from '@nhat/train';
import type { History } from '@nhat/train';
import { drawViews, labReader, readBatch } from '@nhat/views';
import type { ImageSet } from '@nhat/views';
import { normalisationOf, readSplit } from './read-split';
import type { Stage, StageRun } from './stage';
import { createStopwatch } from './stopwatch';
import { trainNetwork } from './train-network';
import type { TrainingPart } from './train-network';

/**
 * Trains a backbone by a self-supervised method on all training images of a dataset, without their labels.
 * Blobs: `weights` of the backbone, `losses`. Reads no truth at all.
 */
export const pretrain =
  (
    parts: { method: PretextModule; backbone: BackboneModule },
    { checkpointSeconds = 20 } = {},
  ): Stage<PretrainConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch<TrainingPart>(['start', 'data', 'train', 'evaluate']);
    const engine = await watch.time('start', () => openEngine({ precision: config.precision }));
    const { images } = await watch.time('data', () => readSplit(run, 'train', []));
    const seeded = stream(config.seed, 'pretrain');
    const encoder = createWeights(seeded.fork('encoder'));
    const heads = createWeights(seeded.fork('heads'));
    const backbone = parts.backbone.create(config.backbone.options as Options, {
      weights: encoder,
      channels: 3,
    });
    const pretext = parts.method.create(config.method.options as Options, {
      backbone,
      heads,
      size: images.size,
      channels: 3,
      images: images.count,
    });
    const history = await trainNetwork(run, {
      schedule: config.schedule,
      encoder,
      heads,
      batch: pretextBatches(run, images, parts.method.views),
      objective: (batch) => pretext.loss(batch),
      watch,
      checkpointSeconds,
    });
    const blobs = {
      weights: await run.writeBlob(encodeWeights(encoder.records())),
      losses: await run.writeBlob(encodeSeries(thinned(history, 200))),
    };
    encoder.dispose();
    heads.dispose();
    run.record({ engine: { ...engine }, seconds: watch.seconds() });
    return { blobs, scores: scoresOf(config, history) };
  };

type Options = OptionValues<OptionSchema>;

function pretextBatches(
  run: StageRun<PretrainConfig>,
  images: ImageSet,
  views: number,
): (step: number) => PretextBatch {
  const { seed, schedule, augment } = run.config;
  const seeded = stream(seed, 'pretrain');
  const read = labReader(normalisationOf(run));
  const { batch: count } = schedule;
  const order = batchOrder({
    images: images.count,
    batch: count,
    epochMinimum: 1,
    stream: seeded.fork('order'),
  });
  return (step) => {
    const indices = order(step);
    const draws = { count, size: images.size, stream: seeded.fork('augment', step) };
    return {
      views: drawViews(augment, views, draws).map((plan) => readBatch(images, indices, read, plan)),
      indices,
      stream: seeded.fork('method', step),
    };
  };
}

function scoresOf({ method, schedule }: PretrainConfig, history: History): JsonObject {
  const accuracy = history['accuracy'];
  return {
    method: method.name,
    loss: lastTenth(history['loss']!),
    accuracy: accuracy ? lastTenth(accuracy) : null,
    imageSteps: schedule.imageSteps,
  };
}
