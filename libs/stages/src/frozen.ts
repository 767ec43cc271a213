import { openEngine } from '@nhat/engine';
import type { Backbone, Weights } from '@nhat/models';
import type { EvaluationConfig, FrozenConfig, JsonObject } from '@nhat/spec';
import { checkWeights } from './check-network';
import type { Stage } from './stage';
import { createStopwatch } from './stopwatch';
import { supervisedNetwork, supervisedScores } from './supervised-network';
import type { SupervisedNetwork, SupervisedParts } from './supervised-network';
import type { TrainingPart } from './train-network';

/** A head on features that stay as they were pretrained, made without steps of gradients. */
export interface FrozenHead {
  /** What the head reads in place of the backbone, never trained. */
  attach(backbone: Backbone, encoder: Weights, evaluation: EvaluationConfig): Backbone;
  /** Makes the head from the labelled images; returns scores of its own, `loss` among them. */
  fit(network: SupervisedNetwork, config: FrozenConfig): JsonObject;
}

/**
 * How good frozen features are: a head made from n labelled images, not augmented, backbone in evaluation mode (as in
 * the paper; its released code leaves the backbone in training mode elsewhere).
 */
export const frozen =
  ({ head, ...parts }: SupervisedParts & { head: FrozenHead }): Stage<FrozenConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch<TrainingPart>(['start', 'data', 'train', 'evaluate']);
    const engine = await watch.time('start', () => openEngine({ precision: config.precision }));
    const network = await supervisedNetwork(run, parts, watch, {
      head: 'linear',
      attach: head.attach,
    });
    const fitted = watch.time('train', () => head.fit(network, config));
    checkWeights({ head: network.heads }, 'the head was fitted');
    const scores = await watch.time('evaluate', () => supervisedScores(run, parts.task, network));
    const { classes } = network;
    network.dispose();
    run.record({ engine: { ...engine }, seconds: watch.seconds() });
    const { precision } = engine;
    return {
      blobs: {},
      scores: { ...scores, trainAugmented: null, ...fitted, classes, precision },
    };
  };
