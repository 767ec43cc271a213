import { learningCurve } from '@nhat/curves';
import type { Run } from '@nhat/curves';
import { stream } from '@nhat/random';
import { curvesOf } from '../chance';
import type { Comparison, Metric, Panel, PretrainingFacts, Report, RunOrigin } from '../report';
import { compared } from './compared';
import { gridFixture } from './fixture';
import { accuracy, delta125, rmse } from './metrics';

/**
 * TEST FIXTURE: a simulated study with a known answer, as large as a page has to bear: 12 datasets, 4 methods and 4 tasks on one
 * network. Finetuning at n labels is as good as training from scratch at n · (1 + `trueUtility`).
 */

const DATASETS = Array.from({ length: 12 }, (_, at) => `simulated-${'abcdefghijkl'[at]!}`);
export const LARGE_METHODS = ['rotation', 'simclr', 'vae', 'cmc'] as const;
type Method = (typeof LARGE_METHODS)[number];

const TASKS: { name: string; metric: Metric; chance: number; worst: number; best: number }[] = [
  { name: 'classification', metric: accuracy, chance: 0.1, worst: 0.1, best: 0.97 },
  { name: 'pose', metric: accuracy, chance: 0.2, worst: 0.2, best: 0.8 },
  { name: 'segmentation', metric: delta125, chance: 0.45, worst: 0.45, best: 0.95 },
  { name: 'depth', metric: rmse, chance: 1.4, worst: 1.4, best: 0.2 },
];
const SCRATCH = [50, 100, 200, 400, 800];
const FINETUNED = [50, 100, 200];
const SEEDS = [0, 1];

/** U at 50 labels on the first dataset. It falls with labels, and differs between datasets. */
const AT_50: Record<Method, number> = { rotation: 1.6, simclr: 0.8, vae: 0, cmc: -0.4 };

/** The true utility of a method on a dataset (0 … 11) at n labels, the same for every task. */
export const trueUtility = (method: Method, dataset: number, n: number): number =>
  (1 + AT_50[method]) ** ((1 - dataset / 22) * (50 / n) ** 0.25) - 1;

/** The share of the way from the worst to the best value that n labels go, in [0, 1]. */
const progress = (n: number, dataset: number): number =>
  1 / (1 + ((60 + 25 * dataset) / n) ** (0.9 + 0.02 * dataset));

function runsOf(dataset: number, { name, worst, best }: (typeof TASKS)[number], method?: Method) {
  const random = stream('large fixture', dataset, name, method ?? 'scratch');
  return (method ? FINETUNED : SCRATCH).flatMap((n) =>
    SEEDS.map((seed): Run => {
      const equal = method ? n * (1 + trueUtility(method, dataset, n)) : n;
      const share = progress(equal, dataset) + random.fork(n, seed).normal() * 0.012;
      const value = worst + (best - worst) * Math.min(1, Math.max(0, share));
      const fitted = !(dataset === 11 && n >= 800);
      const train = fitted ? best : worst;
      return { n, seed, value, train, fitted, pretraining: method ? seed : null };
    }),
  );
}

const originsOf = (runs: readonly Run[]): RunOrigin[] =>
  runs.map(({ n, seed, pretraining = null }) => ({ n, seed, pretraining, imagesSeen: 50 * n }));

function panel(dataset: number, task: (typeof TASKS)[number]): Panel {
  const { name, metric, chance, worst, best } = task;
  const higherIsBetter = best > worst;
  const scratchRuns = runsOf(dataset, task);
  const scratch = learningCurve('scratch', scratchRuns, higherIsBetter);
  const runs = LARGE_METHODS.map((method) => runsOf(dataset, task, method));
  const curves = LARGE_METHODS.map((method, at) =>
    learningCurve(method, runs[at]!, higherIsBetter),
  );
  const { scratchBand, arms } = compared(scratch, curves, { chance, draws: 200 });
  return {
    ...{ dataset: DATASETS[dataset]!, backbone: 'resnet9', task: name, metric, chance },
    ...{ backboneOptions: { width: 0.25, features: 256 }, classes: 10 },
    ...{ scratch, scratchBand, origins: originsOf(scratchRuns), precisions: ['float32'] },
    comparisons: arms.map((arm, at): Comparison => ({
      ...{ method: LARGE_METHODS[at]!, ...arm, pretrained: SEEDS.length },
      origins: originsOf(runs[at]!),
    })),
  };
}

const pretrainings = DATASETS.flatMap((dataset) =>
  LARGE_METHODS.flatMap((method) =>
    SEEDS.map((seed): PretrainingFacts => ({
      ...{ dataset, backbone: 'resnet9', method, seed, imagesSeen: 200_000 },
      ...{ loss: 0.5, accuracy: null, probes: [], seconds: 200 },
    })),
  ),
);

/** Names of the nodes of the study, as the plan names them. */
function nodeNames(panels: readonly Panel[]): string[] {
  const trainings = panels.flatMap((panel) =>
    curvesOf(panel).flatMap(({ arm, points }) =>
      points.flatMap(({ n, runs }) =>
        runs.map(
          ({ seed }) => `finetune-${panel.dataset}-${arm}-resnet9-${panel.task}-n${n}-s${seed}`,
        ),
      ),
    ),
  );
  const before = pretrainings.map(
    ({ dataset, method, seed }) => `pretrain-${dataset}-${method}-resnet9-s${seed}`,
  );
  return [...DATASETS.map((dataset) => `images-${dataset}`), ...before, ...trainings];
}

const digest = (name: string, part: string): string =>
  Array.from({ length: 8 }, (_, at) =>
    stream(name, part, at)
      .integer(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');

const made: { report?: Report } = {};

/** The study as a report. It is computed at the first call, which takes a few seconds. */
export function largeFixture(): Report {
  return (made.report ??= makeReport());
}

function makeReport(): Report {
  const panels = DATASETS.flatMap((_, dataset) => TASKS.map((task) => panel(dataset, task)));
  const [facts] = gridFixture.datasets;
  return {
    ...gridFixture,
    name: 'test-fixture-large',
    question: 'TEST FIXTURE: where does pretraining save labels, in a study of 12 datasets?',
    ...{ cost: '', expected: '', claims: [], panels, pretrainings },
    datasets: DATASETS.map((name) => ({ ...facts!, name, words: '', borderRotationAccuracy: 0.3 })),
    provenance: {
      ...gridFixture.provenance,
      command: 'npx nx utility test-fixture-large',
      nodes: nodeNames(panels).map((name) => ({
        ...{ name, actionKey: digest(name, 'key'), outputs: digest(name, 'outputs') },
        code: digest(name.split('-')[0]!, 'code'),
      })),
    },
  };
}
