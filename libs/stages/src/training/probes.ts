import { add, mul, tensor4d, tidy } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { createWeights, detached } from '@nhat/models';
import type { Backbone, Weights } from '@nhat/models';
import type { PretextResult } from '@nhat/pretext';
import type { Stream } from '@nhat/random';
import { completeOptions } from '@nhat/documents';
import type { Choice } from '@nhat/documents';
import type { HeadKind, Task, TaskModule, TruthKind } from '@nhat/tasks';
import { totals } from '@nhat/train';
import type { StepResult } from '@nhat/train';
import { readBatch } from '@nhat/augment';
import type { AugmentPlan, LabReader } from '@nhat/augment';
import { batchAt, gathered, unseen } from '@nhat/evaluations/labelled-images';
import { isMap } from './read-split';
import type { SplitImages } from './read-split';

/** The outputs of a method's step that probes read. */
export type Probed = Pick<PretextResult, 'features' | 'map' | 'turns'>;

/** The transformations of the first view in a step, and the ground truth of its images. */
export interface ProbeBatch {
  truth: SplitImages['truth'];
  plan: AugmentPlan;
}

/** The main metric of one head on the features of one network. */
export interface ProbeScore {
  task: string;
  head: HeadKind;
  metric: string;
  /** Null when an output of the head was not finite. */
  value: number | null;
}

/**
 * Heads that learn from all labels while a backbone is pretrained without them (as in the paper's
 * released code): a linear and an mlp one for each task, on features that they cannot move. They have weights and streams
 * of their own, and no gradient passes from them: the backbone comes out the same with and without them.
 *
 * Tasks on maps learn at every position of an eighth of the images of a step: at least twice as many positions as there
 * are images, since maps have 16 or more.
 */
export interface Probes {
  weights: Weights;
  /** The kinds of ground truth that they learn. */
  truths: TruthKind[];
  /** Names of the metrics of a step. */
  metrics: string[];
  /** The average of their losses, with the main metric of each as metric `<task>-<head>`; called inside the gradient tape. */
  loss(probed: Probed, batch: ProbeBatch): StepResult;
  /** Scores the heads in evaluation mode, on images without augmentation. */
  evaluate(split: SplitImages, read: LabReader): Promise<ProbeScore[]>;
  /** Name of the metric of a head. */
  metricName(score: Pick<ProbeScore, 'task' | 'head'>): string;
}

export interface ProbeContext {
  backbone: Backbone;
  stream: Stream;
  classes: number;
  /** Pixels per side of the images. */
  size: number;
}

/** Probes on maps use one image out of this many, at all of its positions. */
const MAP_SHARE = 8;

const KINDS: readonly HeadKind[] = ['linear', 'mlp'];

/** Name of the metric of a head. */
const metricName = ({ task, head }: Pick<ProbeScore, 'task' | 'head'>) => `${task}-${head}`;

interface Probe {
  name: string;
  kind: HeadKind;
  module: TaskModule;
  task: Task;
}

/** Makes probes for `choices`; `modules` has the same order. */
export function createProbes(
  choices: readonly Choice[],
  modules: readonly TaskModule[],
  { backbone, stream, classes, size }: ProbeContext,
): Probes {
  const weights = createWeights(stream);
  const frozen = detached(backbone);
  const failed = new Set<string>();
  const probes = choices.flatMap(({ name, options }, i) =>
    KINDS.map((kind): Probe => {
      const module = modules[i]!;
      const onNonFinite = () => void failed.add(metricName({ task: name, head: kind }));
      const context = {
        ...{ backbone: frozen, heads: weights, classes, size, head: kind },
        onNonFinite,
      };
      const task = module.create(completeOptions(module.options, options), context);
      return { name, kind, module, task };
    }),
  );
  const onMaps = modules.some(({ truth }) => isMap(truth));
  const onImages = modules.some(({ truth }) => !isMap(truth));
  return {
    weights,
    truths: [...new Set(modules.map(({ truth }) => truth))],
    metrics: probes.map(({ name, kind }) => metricName({ task: name, head: kind })),
    metricName,
    loss({ features, map, turns }, { truth, plan }) {
      const count = features.shape[0];
      const few = Math.ceil(count / MAP_SHARE);
      return frozen.showing({ features, ...(onMaps && { map: map(few) }) }, () => {
        const outcomes = probes.map(({ module, task }) => {
          // Heads see features alone.
          const images = unseen(isMap(module.truth) ? few : count, size);
          const known = truth[module.truth]!;
          const perPosition = known.subarray(0, (known.length / count) * images.count);
          return task.loss({ images, truth: perPosition, plan, ...(turns && { turns }) });
        });
        const sum = outcomes.map(({ loss }) => loss).reduce((a, b) => add(a, b));
        const metrics = probes.map(({ name, kind, module }, i) => [
          metricName({ task: name, head: kind }),
          outcomes[i]!.metrics[module.metric]!,
        ]);
        return {
          loss: mul(sum, 1 / probes.length) as Scalar,
          metrics: Object.fromEntries(metrics) as StepResult['metrics'],
        };
      });
    },
    async evaluate(split, read) {
      failed.clear();
      const sizes: number[] = [];
      const sums = await totals(split.images.count, batchAt(size), async (rows) => {
        const images = readBatch(split.images, rows, read);
        const { values, count, channels } = images;
        const shown = tidy(() => {
          const x = tensor4d(values, [count, size, size, channels]);
          const want = [
            ...(onImages ? ['features' as const] : []),
            ...(onMaps ? ['map' as const] : []),
          ];
          const { features, map } = backbone.forward(x, { training: false, want });
          return { ...(onImages && { features }), ...(onMaps && { map: map() }) };
        });
        const truth = truthOf(split, rows);
        // A task runs its head before it returns a promise.
        const pending = frozen.showing(shown, () =>
          probes.map(({ module, task }) =>
            task.counts({ images: unseen(count, size), truth: truth[module.truth]! }),
          ),
        );
        try {
          const counts = await Promise.all(pending);
          counts.forEach((one, i) => (sizes[i] = one.length));
          return counts.flatMap((one) => [...one]);
        } finally {
          shown.features?.dispose();
          shown.map?.dispose();
        }
      });
      let from = 0;
      return probes.map(({ name, kind, module, task }, i) => {
        const ofProbe = sums.slice(from, (from += sizes[i]!));
        const value = task.metrics(ofProbe, split.images.count)[module.metric]!;
        const isFinite = !failed.has(metricName({ task: name, head: kind }));
        return { task: name, head: kind, metric: module.metric, value: isFinite ? value : null };
      });
    },
  };
}

/** The ground truth of the images `rows` of a split. */
export function truthOf({ images, truth }: SplitImages, rows: Uint32Array): SplitImages['truth'] {
  const kinds = Object.entries(truth) as [TruthKind, Uint8Array][];
  const chosen = kinds.map(([kind, all]) => [kind, gathered(all, rows, all.length / images.count)]);
  return Object.fromEntries(chosen) as SplitImages['truth'];
}
