import { decodeWeights } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import type { BackboneModule, Weights } from '@nhat/models';
import { stream } from '@nhat/random';
import { RANDOM_WEIGHTS, completeOptions, userError } from '@nhat/documents';
import type { FrozenConfig, JsonObject } from '@nhat/documents';
import type { TaskModule } from '@nhat/tasks';
import { labelOrder } from '@nhat/train';
import { labReader } from '@nhat/augment';
import type { EvaluationModule, SupervisedNetwork } from '@nhat/evaluations/evaluation';
import { chosen, constantScore, evaluate, mapSide } from '@nhat/evaluations/labelled-images';
import type { LabelledImages } from '@nhat/evaluations/labelled-images';
import { createNetwork } from './create-network';
import { imagesOf, isMap, normalisationOf, readSplit } from './read-split';
import type { SplitSource } from './read-split';
import { testAnswers } from './test-answers';
import type { StageRun } from '@nhat/runner/stage';
import type { Stopwatch } from '@nhat/runner/stopwatch';
import type { TrainingPart } from './train-network';
import { upstreamOf } from '@nhat/runner/upstream-of';

type Run = StageRun<FrozenConfig>;

export interface SupervisedParts {
  task: TaskModule;
  backbone: BackboneModule;
}

/** The arms whose networks start with random weights. */
const UNTRAINED_ARMS = ['scratch', RANDOM_WEIGHTS];

/** Prepares a supervised run up to its first step. */
export async function supervisedNetwork(
  run: Run,
  parts: SupervisedParts,
  watch: Stopwatch<TrainingPart>,
  { head, wrapBackbone }: EvaluationModule = {
    head: 'linear',
    wrapBackbone: (backbone) => backbone,
  },
): Promise<SupervisedNetwork> {
  const { config } = run;
  const { labelled, labelledClasses } = await watch.time('data', () =>
    labelledTraining(run, parts.task),
  );
  const network = createNetwork(parts.backbone, config.backbone, stream(config.seed, 'supervised'));
  const { encoder, heads } = network;
  if (!UNTRAINED_ARMS.includes(config.arm))
    await watch.time('data', () => loadPretrained(run, encoder));
  const backbone = wrapBackbone(network.backbone, encoder, config.evaluation);
  const classes = imagesOf(run).classes.length;
  if (labelledClasses !== null && labelledClasses < classes) {
    run.progress.note(`${classes - labelledClasses} of ${classes} classes have no labelled image`);
  }
  const context = { backbone, heads, classes, size: labelled.images.size, head };
  return {
    ...{ encoder, heads, backbone, labelled, labelledClasses, classes },
    task: parts.task.create(completeOptions(parts.task.options, config.task.options), context),
    read: labReader(normalisationOf(run)),
    dispose: network.dispose,
  };
}

/** The first n images of the seed's label order, which is the same for every arm. */
async function labelledTraining(
  run: Run,
  task: TaskModule,
): Promise<Pick<SupervisedNetwork, 'labelled' | 'labelledClasses'>> {
  const { n, seed, labels = 'balanced' } = run.config;
  const hasLabels = imagesOf(run).truths.includes('label');
  const wanted = hasLabels ? (['label', task.truth] as const) : [task.truth];
  const { images, truth } = await readSplit(run, 'train', wanted);
  if (n > images.count) {
    throw userError('training.n', 'more labels than training images', {
      got: n,
      expected: `at most ${images.count}`,
    });
  }
  const classes = imagesOf(run).classes.length;
  if (labels === 'random' && task.truth === 'label' && n < classes) {
    throw userError('training.n', 'fewer labels than classes', {
      got: n,
      expected: `at least ${classes}, a label for each class`,
      advice: 'Raise the budgets of the pipeline.',
    });
  }
  const isBalanced = labels === 'balanced' && truth.label !== undefined;
  const order = labelOrder(isBalanced ? truth.label! : images.count, stream(seed, 'labels'));
  const rows = order.subarray(0, n);
  const { label } = truth;
  return {
    labelled: chosen({ images, truth: truth[task.truth]! }, rows),
    labelledClasses: label ? new Set(Array.from(rows, (row) => label[row])).size : null,
  };
}

/** Loads the pretrained backbone including its last linear layer; the head stays new. */
async function loadPretrained(run: Run, encoder: Weights): Promise<void> {
  const { node, outputs } = upstreamOf(run, 'pretrain');
  const records = decodeWeights(await run.readBlob(outputs.blobs['weights']!));
  const unknown = encoder.load(records);
  if (unknown.length > 0 || records.length !== encoder.shapes().length) {
    throw new Error(`${node}: its weights do not belong to ${run.config.backbone.name}`);
  }
}

/** The images of a split with the truth of a task. */
export async function imagesWithTruth(
  run: SplitSource,
  { truth: kind }: Pick<TaskModule, 'truth'>,
  split: Split,
): Promise<LabelledImages> {
  const { images, truth } = await readSplit(run, split, [kind]);
  return { images, truth: truth[kind]! };
}

/**
 * The main metric, and under `metrics` all, on test and validation images and the n labelled ones, not augmented;
 * `chance`: the main metric of the best constant answer on the test images; `answers`: which test images are answered rightly, where
 * answers are right or wrong.
 */
export async function supervisedScores(
  run: Run,
  module: TaskModule,
  {
    backbone,
    task,
    labelled,
    labelledClasses,
    read,
    prepareBatch,
  }: Omit<SupervisedNetwork, 'encoder' | 'heads' | 'classes' | 'dispose'>,
  test: LabelledImages,
): Promise<JsonObject> {
  const { arm, n, seed } = run.config;
  const known = await evaluate(task, test, read, prepareBatch);
  const validation = await imagesWithTruth(run, module, 'validation');
  const metrics = {
    test: known?.metrics ?? null,
    validation: (await evaluate(task, validation, read, prepareBatch))?.metrics ?? null,
    train: (await evaluate(task, labelled, read, prepareBatch))?.metrics ?? null,
  };
  const main = (split: Split) => metrics[split]?.[module.metric] ?? null;
  const train = main('train')!;
  const side = isMap(module.truth) ? mapSide(backbone, labelled.images, read) : 1;
  return {
    arm,
    n,
    seed,
    test: main('test'),
    validation: main('validation'),
    train,
    metrics,
    chance: constantScore(module, task, test, side),
    images: test.images.count,
    ...testAnswers(run, module, task, { truth: test.truth, right: known?.right ?? null }),
    labelledClasses,
    metric: module.metric,
    higherIsBetter: module.higherIsBetter,
    fitted: module.higherIsBetter ? train >= module.fittedAt : train <= module.fittedAt,
  };
}
