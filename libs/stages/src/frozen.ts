import { engineRecord, openEngine } from '@nhat/engine';
import type { FrozenHead } from '@nhat/evaluations/evaluation';
import type { FrozenConfig } from '@nhat/documents';
import type { TaskBatch } from '@nhat/tasks';
import { checkWeights } from './training/check-network';
import type { Stage } from '@nhat/runner/stage';
import { createStopwatch } from '@nhat/runner/stopwatch';
import {
  imagesWithTruth,
  supervisedNetwork,
  supervisedScores,
} from './training/supervised-network';
import type { SupervisedParts } from './training/supervised-network';
import type { TrainingPart } from './training/train-network';

/**
 * Measures the quality of frozen features: a head fitted to n labelled images, without augmentation, with the backbone in
 * evaluation mode (as in the paper; its released code leaves the backbone in training mode elsewhere).
 */
export const frozen =
  ({ head, ...parts }: SupervisedParts & { head: FrozenHead }): Stage<FrozenConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch<TrainingPart>(['start', 'data', 'train', 'evaluate']);
    const engine = await watch.time('start', () => openEngine({ precision: config.precision }));
    const network = await supervisedNetwork(run, parts, watch, {
      head: 'linear',
      wrapBackbone: head.wrapBackbone,
    });
    const fitted = await watch.time('train', () => head.fit(network, config));
    await checkWeights({ head: network.heads }, 'the head was fitted');
    const scores = await watch.time('evaluate', async () => {
      const test = await imagesWithTruth(run, parts.task, 'test');
      const prepareBatch = async (batch: TaskBatch) => head.prepareBatch?.(network, batch);
      return supervisedScores(run, parts.task, { ...network, prepareBatch }, test);
    });
    const { classes } = network;
    network.dispose();
    run.record({ engine: engineRecord(engine), seconds: watch.seconds() });
    const { precision } = engine;
    // A head at its optimum is not short of training, however many labelled images it gets wrong; nearest neighbours have no training.
    const isFitted = fitted['converged'] === false ? false : null;
    return {
      blobs: {},
      scores: {
        ...{ ...scores, trainAugmented: null, ...fitted, fitted: isFitted },
        ...{ classes, precision },
      },
    };
  };
