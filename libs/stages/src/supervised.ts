import { decodeWeights, encodeSeries } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import { openEngine } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import type { BackboneModule, Weights } from '@nhat/models';
import { stream } from '@nhat/random';
import { userError } from '@nhat/spec';
import type { JsonObject, OptionSchema, OptionValues, SupervisedConfig } from '@nhat/spec';
import type { Task, TaskBatch, TaskModule } from '@nhat/tasks';
import { batchOrder, labelOrder, lastTenth, thinned } from '@nhat/train';
import type { History } from '@nhat/train';
import { drawAugmentation, labReader } from '@nhat/views';
import type { LabReader } from '@nhat/views';
import { chosen, evaluate, taskBatch } from './labelled-images';
import type { LabelledImages } from './labelled-images';
import { normalisationOf, readSplit } from './read-split';
import type { Stage, StageRun } from './stage';
import { createStopwatch } from './stopwatch';
import { trainNetwork } from './train-network';
import type { TrainingPart } from './train-network';
import { upstreamOf } from './upstream-of';

type Run = StageRun<SupervisedConfig>;
type Options = OptionValues<OptionSchema>;

/**
 * Trains a backbone and a new head on n labelled images, all layers, and evaluates it: `finetune` when a pretrained
 * node is upstream, `scratch` when none is; nothing else differs (paper, section 5 of the dossier).
 */
export const supervised =
  (
    parts: { task: TaskModule; backbone: BackboneModule },
    { checkpointSeconds = 20 } = {},
  ): Stage<SupervisedConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch<TrainingPart>(['start', 'data', 'train', 'evaluate']);
    const engine = await watch.time('start', () => openEngine({ precision: config.precision }));
    const labelled = await watch.time('data', () => labelledTraining(run, parts.task));
    const read = labReader(normalisationOf(run));
    const seeded = stream(config.seed, 'supervised');
    const encoder = createWeights(seeded.fork('encoder'));
    const heads = createWeights(seeded.fork('heads'));
    const backbone = parts.backbone.create(config.backbone.options as Options, {
      weights: encoder,
      channels: 3,
    });
    if (config.arm !== 'scratch') await watch.time('data', () => loadPretrained(run, encoder));
    const { classes } = upstreamOf(run, 'render').outputs.scores as { classes: string[] };
    const task = parts.task.create(config.task.options as Options, {
      backbone,
      heads,
      classes: classes.length,
      size: labelled.images.size,
    });
    const history = await trainNetwork(run, {
      schedule: config.schedule,
      encoder,
      heads,
      batch: trainingBatches(run, labelled, read),
      objective: (batch) => task.loss(batch),
      watch,
      checkpointSeconds,
    });
    const scores = await watch.time('evaluate', () =>
      evaluations(run, { module: parts.task, task, labelled, read }),
    );
    encoder.dispose();
    heads.dispose();
    const losses = await run.writeBlob(encodeSeries(thinned(history, 200)));
    run.record({ engine: { ...engine }, seconds: watch.seconds() });
    return {
      blobs: { losses },
      scores: { ...scores, ...trainingScores(parts.task, history), classes: classes.length },
    };
  };

/** The first n images of the seed's label order, the same for every arm. */
async function labelledTraining(run: Run, task: TaskModule): Promise<LabelledImages> {
  const { n, seed } = run.config;
  const { images, truth } = await readSplit(run, 'train', ['label', task.truth]);
  if (n > images.count) {
    throw userError('training.n', 'more labels than training images', {
      got: n,
      expected: `at most ${images.count}`,
    });
  }
  const order = labelOrder(truth.label!, stream(seed, 'labels'));
  return chosen({ images, truth: truth[task.truth]! }, order.subarray(0, n));
}

/** The pretrained backbone, its last linear layer included; the head stays new. */
async function loadPretrained(run: Run, encoder: Weights): Promise<void> {
  const { node, outputs } = upstreamOf(run, 'pretrain');
  const records = decodeWeights(await run.readBlob(outputs.blobs['weights']!));
  const unknown = encoder.load(records);
  if (unknown.length > 0 || records.length !== encoder.records().length) {
    throw new Error(`${node}: its weights do not belong to ${run.config.backbone.name}`);
  }
}

function trainingBatches(
  { config }: Run,
  labelled: LabelledImages,
  read: LabReader,
): (step: number) => TaskBatch {
  const { images } = labelled;
  const count = config.schedule.batch;
  const seeded = stream(config.seed, 'supervised');
  const order = batchOrder({
    images: images.count,
    batch: count,
    epochMinimum: config.epochMinimum,
    stream: seeded.fork('order'),
  });
  return (step) => {
    const draws = { count, size: images.size, stream: seeded.fork('augment', step) };
    return taskBatch(labelled, order(step), read, drawAugmentation(config.augment, draws));
  };
}

interface Evaluation {
  module: TaskModule;
  task: Task;
  labelled: LabelledImages;
  read: LabReader;
}

/** The main metric on test and validation images and on the n labelled ones, none of them augmented. */
async function evaluations(
  run: Run,
  { module, task, labelled, read }: Evaluation,
): Promise<JsonObject> {
  const { arm, n, seed } = run.config;
  const on = async (split: Split): Promise<LabelledImages> => {
    const { images, truth } = await readSplit(run, split, [module.truth]);
    return { images, truth: truth[module.truth]! };
  };
  const test = await on('test');
  const train = (await evaluate(module, task, labelled, read))!;
  return {
    arm,
    n,
    seed,
    test: await evaluate(module, task, test, read),
    validation: await evaluate(module, task, await on('validation'), read),
    train,
    images: test.images.count,
    higherIsBetter: module.higherIsBetter,
    fitted: module.higherIsBetter ? train >= module.fittedAt : train <= module.fittedAt,
  };
}

/** Means over the last tenth of the steps, on augmented images in training mode. */
const trainingScores = (module: TaskModule, history: History): JsonObject => ({
  trainAugmented: lastTenth(history[module.metric]!),
  loss: lastTenth(history['loss']!),
});
