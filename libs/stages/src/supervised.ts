import { encodeSeries } from '@nhat/artifacts';
import { engineRecord, openEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { JsonObject, SupervisedConfig } from '@nhat/documents';
import type { TaskBatch, TaskModule } from '@nhat/tasks';
import { batchOrder, lastTenth, thinned } from '@nhat/train';
import type { History } from '@nhat/train';
import { chosenAugmentations, drawAugmentation } from '@nhat/augment';
import type { AugmentationModule } from '@nhat/augment';
import { taskBatch } from '@nhat/evaluations/labelled-images';
import type { Stage } from '@nhat/runner/stage';
import { createStopwatch } from '@nhat/runner/stopwatch';
import {
  imagesWithTruth,
  supervisedNetwork,
  supervisedScores,
} from './training/supervised-network';
import type { EvaluationModule, SupervisedNetwork } from '@nhat/evaluations/evaluation';
import type { SupervisedParts } from './training/supervised-network';
import { taskPictures } from './training/network-pictures';
import { trainNetwork } from './training/train-network';
import type { TrainingPart } from './training/train-network';

/**
 * Trains a backbone and a new head on n labelled images and evaluates the network: `finetune` when a pretrained node is
 * upstream, `scratch` otherwise; nothing else differs (as in the paper). With an `evaluation`, part of the backbone or all of
 * it stays as it was pretrained.
 */
export const supervised =
  (
    {
      evaluation,
      augmentations = [],
      ...parts
    }: SupervisedParts & {
      evaluation?: EvaluationModule;
      augmentations?: readonly AugmentationModule[];
    },
    { checkpointSeconds = 20 } = {},
  ): Stage<SupervisedConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch<TrainingPart>(['start', 'data', 'train', 'evaluate']);
    const engine = await watch.time('start', () => openEngine({ precision: config.precision }));
    const network = await supervisedNetwork(run, parts, watch, evaluation);
    const { encoder, heads, task, classes } = network;
    const history = await trainNetwork(run, {
      schedule: config.schedule,
      encoder,
      heads,
      batch: trainingBatches(config, network, augmentations),
      objective: (batch) => task.loss(batch),
      watch,
      checkpointSeconds,
    });
    const [scores, pictures] = await watch.time('evaluate', async () => {
      const test = await imagesWithTruth(run, parts.task, 'test');
      const measured = await supervisedScores(run, parts.task, network, test);
      return [measured, await taskPictures(run, network, test)] as const;
    });
    network.dispose();
    const losses = await run.writeBlob(encodeSeries(thinned(history, 200)));
    run.record({ engine: engineRecord(engine), seconds: watch.seconds() });
    return {
      blobs: { losses, ...pictures },
      scores: {
        ...scores,
        ...trainingScores(parts.task, history),
        classes,
        precision: engine.precision,
      },
    };
  };

function trainingBatches(
  config: SupervisedConfig,
  { labelled, read }: SupervisedNetwork,
  augmentations: readonly AugmentationModule[],
): (step: number) => TaskBatch {
  const { images } = labelled;
  const count = config.schedule.batch;
  const chosen = chosenAugmentations(augmentations, config.augment);
  const seeded = stream(config.seed, 'supervised');
  const order = batchOrder({
    images: images.count,
    batch: count,
    epochMinimum: config.epochMinimum,
    stream: seeded.fork('order'),
  });
  return (step) => {
    const draws = { count, size: images.size, stream: seeded.fork('augment', step) };
    return taskBatch(labelled, order(step), read, drawAugmentation(chosen, draws));
  };
}

/** Means over the last tenth of the steps, on augmented images in training mode. */
const trainingScores = (module: TaskModule, history: History): JsonObject => ({
  trainAugmented: lastTenth(history[module.metric]!),
  loss: lastTenth(history['loss']!),
});
