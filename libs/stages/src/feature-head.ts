import { decodeFeatureRows } from '@nhat/artifacts';
import type { FeatureRows, Split } from '@nhat/artifacts';
import { completeOptions } from '@nhat/documents';
import type { FrozenConfig, JsonObject } from '@nhat/documents';
import { engineRecord, openEngine } from '@nhat/engine';
import { featureBatch, givenFeatures } from '@nhat/evaluations/given-features';
import { fitted } from '@nhat/evaluations/linear-head';
import { measured, unseen } from '@nhat/evaluations/labelled-images';
import type { Rows } from '@nhat/evaluations/solvers/linear-solution';
import { createWeights } from '@nhat/models';
import { stream } from '@nhat/random';
import type { Stage, StageRun } from '@nhat/runner/stage';
import { createStopwatch } from '@nhat/runner/stopwatch';
import { upstreamOf } from '@nhat/runner/upstream-of';
import type { Task, TaskModule } from '@nhat/tasks';
import { checkWeights } from './training/check-network';
import { drawnLabels } from './training/label-draw';
import type { LabelDraw } from './training/label-draw';
import { readSplit } from './training/read-split';
import { testAnswers } from './training/test-answers';

type Run = StageRun<FrozenConfig>;

/** Rows of features and the truth of their images. */
interface KnownImages {
  rows: Rows;
  truth: Uint8Array;
}

/** Rows that a head reads at a time. */
const BATCH = 1000;

/**
 * A linear head on features that no network of this run computes: fitted to n labelled images as the frozen evaluation of a pretrained
 * network is, with the same labels. Features of test images are read for their score alone. It computes in float32, so that its scores
 * have no other precision to be told from.
 */
export const featureHead =
  ({ task: module }: { task: TaskModule }): Stage<FrozenConfig> =>
  async (run) => {
    const { config } = run;
    const watch = createStopwatch(['start', 'data', 'train', 'evaluate']);
    const engine = await watch.time('start', () => openEngine({ precision: 'float32' }));
    const { draw, features } = await watch.time('data', async () => ({
      draw: await drawnLabels(run, module.truth),
      features: await featuresOf(run),
    }));
    if (draw.labelledClasses !== null && draw.labelledClasses < draw.classes) {
      const absent = draw.classes - draw.labelledClasses;
      run.progress.note(`${absent} of ${draw.classes} classes have no labelled image`);
    }
    const heads = createWeights(stream(config.seed, 'supervised').fork('heads'));
    const backbone = givenFeatures(features.dimensions);
    const task = module.create(completeOptions(module.options, config.task.options), {
      ...{ backbone, heads, classes: draw.classes, size: 1, head: 'linear' },
    });
    const labelled = labelledRows(features, draw);
    const ofFit = await watch.time('train', async () => {
      const all = Uint32Array.from({ length: labelled.rows.count }, (_, at) => at);
      const targets = task.targets(featureBatch(labelled.rows, labelled.truth, all), 1);
      const head = fitted(
        { rows: labelled.rows, targets, images: all },
        config.evaluation,
        config.seed,
      );
      const [weight, bias] = heads.shapes();
      heads.load([
        { ...weight!, values: Float32Array.from(head.solution.weights) },
        { ...bias!, values: Float32Array.from(head.solution.bias) },
      ]);
      await checkWeights({ head: heads }, 'the head was fitted');
      return fitScores(head);
    });
    const scores = await watch.time('evaluate', () =>
      scoresOf({ run, module, task, labelled, draw, features }),
    );
    heads.dispose();
    run.record({ engine: engineRecord(engine), seconds: watch.seconds() });
    return {
      blobs: {},
      scores: { ...scores, trainAugmented: null, ...ofFit, classes: draw.classes },
    };
  };

async function featuresOf(run: Run): Promise<FeatureRows> {
  const { outputs } = upstreamOf(run, 'features');
  return decodeFeatureRows(await run.readBlob(outputs.blobs['features']!));
}

function labelledRows(
  { dimensions, splits }: FeatureRows,
  { rows, truth }: LabelDraw,
): KnownImages {
  const values = new Float32Array(rows.length * dimensions);
  rows.forEach((row, at) =>
    values.set(splits.train.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions),
  );
  return {
    rows: { count: rows.length, features: dimensions, values },
    truth: Uint8Array.from(rows, (row) => truth[row]!),
  };
}

const fitScores = ({
  solution,
  inversePenalty,
  ...crossValidation
}: ReturnType<typeof fitted>): JsonObject => {
  const { loss, iterations, converged } = solution;
  return {
    ...{ loss, iterations, converged, chosen: { inversePenalty } },
    // A head at its optimum is not short of training, however many labelled images it gets wrong.
    fitted: converged ? null : false,
    crossValidation: { ...crossValidation },
  };
};

interface Scored {
  run: Run;
  module: TaskModule;
  task: Task;
  labelled: KnownImages;
  draw: LabelDraw;
  features: FeatureRows;
}

/** What `supervisedScores` gives for a network, here for known features. */
async function scoresOf({
  run,
  module,
  task,
  labelled,
  draw,
  features,
}: Scored): Promise<JsonObject> {
  const { arm, n, seed } = run.config;
  const known = async (split: Split): Promise<KnownImages> => {
    const { images, truth } = await readSplit(run, split, [module.truth]);
    const values = features.splits[split];
    return {
      rows: { count: images.count, features: features.dimensions, values },
      truth: truth[module.truth]!,
    };
  };
  const test = await known('test');
  const found = await scored(task, test);
  const metrics = {
    test: found?.metrics ?? null,
    validation: (await scored(task, await known('validation')))?.metrics ?? null,
    train: (await scored(task, labelled))?.metrics ?? null,
  };
  const main = (split: keyof typeof metrics) => metrics[split]?.[module.metric] ?? null;
  return {
    ...{ arm, n, seed, test: main('test'), validation: main('validation') },
    ...{ train: main('train'), metrics },
    chance: module.constantScore(
      task.targets({ images: unseen(test.rows.count, 1), truth: test.truth }, 1),
    ),
    images: test.rows.count,
    ...testAnswers(run, module, task, { truth: test.truth, right: found?.right ?? null }),
    labelledClasses: draw.labelledClasses,
    metric: module.metric,
    higherIsBetter: module.higherIsBetter,
    fittedOn: n,
  };
}

/** How good a task is on all rows; null without rows. */
const scored = (task: Task, { rows, truth }: KnownImages) =>
  measured(task, { count: rows.count, batch: BATCH }, (batch) => featureBatch(rows, truth, batch));
