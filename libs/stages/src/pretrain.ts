import { encodeSeries, encodeWeights } from '@nhat/artifacts';
import { engineRecord, openEngine } from '@nhat/engine';
import type { MethodFacts, PretextBatch, PretextModule } from '@nhat/pretext';
import { stream } from '@nhat/random';
import { userError } from '@nhat/documents';
import type { JsonObject, PretrainConfig } from '@nhat/documents';
import type { TaskModule } from '@nhat/tasks';
import { batchOrder, lastTenth, thinned } from '@nhat/train';
import type { History } from '@nhat/train';
import { chosenAugmentations, drawViews, labReader, readBatch } from '@nhat/augment';
import type { AugmentationModule, ViewPolicy } from '@nhat/augment';
import { checkFeatures } from './training/check-network';
import { learningScores } from './training/learning';
import { createPretraining } from './training/create-network';
import type { PretrainingParts } from './training/create-network';
import { methodPictures } from './training/network-pictures';
import { probeScores } from './training/probe-pretraining';
import { imagesOf, normalisationOf, readSplit } from './training/read-split';
import type { SplitImages } from './training/read-split';
import type { Stage, StageRun } from '@nhat/runner/stage';
import { createStopwatch } from '@nhat/runner/stopwatch';
import { trainNetwork } from './training/train-network';
import type { TrainingPart } from './training/train-network';

/**
 * Trains a backbone by a self-supervised method on all training images of a dataset, without their labels. Blobs: `weights` of
 * the backbone, `losses`, and the pictures of methods that have some. Only the probes, one per task in `config.probes`, read the ground truth, after the training. Their
 * results are recorded in the manifest (`ran.facts.probes`) and not in the outputs, which are the same without them, so that changing probes reruns
 * nothing downstream.
 */
export const pretrain =
  (
    parts: PretrainingParts & {
      probes?: readonly TaskModule[];
      augmentations?: readonly AugmentationModule[];
    },
    { checkpointSeconds = 20 } = {},
  ): Stage<PretrainConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch<TrainingPart>(['start', 'data', 'train', 'evaluate']);
    checkColours(run, parts.method);
    const engine = await watch.time('start', () => openEngine({ precision: config.precision }));
    const tasks = parts.probes ?? [];
    const truths = tasks.map(({ truth }) => truth);
    const split = await watch.time('data', () => readSplit(run, 'train', truths));
    const { images } = hasUnlabelled(run)
      ? await watch.time('data', () => readSplit(run, 'train', []))
      : split;
    const network = createPretraining(parts, config, images, stream(config.seed, 'pretrain'));
    const { encoder, heads, backbone, pretext } = network;
    const history = await trainNetwork(run, {
      schedule: config.schedule,
      encoder,
      heads,
      batch: pretextBatches(run, { images }, parts),
      objective: (batch) => pretext.loss(batch),
      afterStep: pretext.afterStep,
      watch,
      checkpointSeconds,
    });
    await checkFeatures(backbone, images, labReader(normalisationOf(run)));
    const learning = await watch.time('evaluate', () =>
      learningScores(run, { ...parts, pretext, backbone }, split),
    );
    if (tasks.length > 0) {
      const probed = { tasks, train: split, backbone, module: parts.backbone };
      run.record(await watch.time('evaluate', () => probeScores(run, probed)));
    }
    const pictures = await watch.time('evaluate', () => methodPictures(run, pretext));
    const blobs = {
      ...pictures,
      weights: await run.writeBlob(encodeWeights(await encoder.records())),
      losses: await run.writeBlob(encodeSeries(thinned(history, 200))),
    };
    network.dispose();
    run.record({ engine: engineRecord(engine), seconds: watch.seconds() });
    return { blobs, scores: { ...scoresOf(config, history), ...learning } };
  };

/** Whether some training images have no label: they take part in pretraining alone. */
function hasUnlabelled(run: Run): boolean {
  const { counts, labelled } = imagesOf(run);
  return labelled < counts.train;
}

/** Throws a UserError when the method cannot learn from images with these colours. */
function checkColours(run: Run, { facts }: Pick<PretextModule, 'facts'>): void {
  const { checkColours: check }: MethodFacts = facts;
  const problem = check?.(normalisationOf(run));
  if (problem === undefined) return;
  const { what, ...details } = problem;
  throw userError(`${run.config.dataset} › ${run.config.method.name}`, what, details);
}

type Run = Pick<StageRun<PretrainConfig>, 'config' | 'upstream'>;

interface BatchParts {
  method: Pick<PretextModule, 'facts'>;
  augmentations?: readonly AugmentationModule[];
}

/** The batch of each step: images read and augmented, and the stream of what the method draws. */
export function pretextBatches(
  run: Run,
  { images }: Pick<SplitImages, 'images'>,
  { method, augmentations = [] }: BatchParts,
): (step: number) => PretextBatch {
  const { seed, schedule } = run.config;
  const chosen = chosenAugmentations(augmentations, run.config.augment);
  const { views, sharedBetweenViews }: MethodFacts = method.facts;
  const policy: ViewPolicy = { views, shared: sharedBetweenViews };
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
    const plans = drawViews(chosen, policy, draws);
    return {
      views: plans.map((plan) => readBatch(images, indices, read, plan)),
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
    imagesSeen: schedule.imagesSeen,
  };
}
