import { simulatePanel } from '@nhat/curves/testing/simulated-panel';
import type { PanelRun } from '@nhat/curves';
import type { Stream } from '@nhat/random';
import type { Study, StudyArm, StudyCell, StudyRun } from '../study';

/** The names of a cell of a simulated study. */
export interface SimulatedPlace {
  dataset: string;
  backbone: string;
  task: string;
}

/** A study in which everything is known. */
export interface StudyTruth {
  datasets: Readonly<Record<string, StudyCell['images']['factors']>>;
  backbones: Readonly<Record<string, number>>;
  tasks: readonly string[];
  methods: readonly string[];
  /** log2(n̂/n) of a method, the same at every budget. */
  doublings(place: SimulatedPlace, method: string): number;
  /** The true curve from scratch. */
  curve?(n: number, place: SimulatedPlace): number;
  /** The mean metric of a linear head; absent: none was run. */
  linear?(place: SimulatedPlace, method: string): number;
  scratch?: readonly number[];
  finetuned?: readonly number[];
  seeds?: number;
  /** Standard deviation of one run. */
  noise?: number;
}

const logistic = (n: number): number => 0.1 + 0.85 / (1 + (1300 / n) ** 0.85);

/** Draws every run of a study: a cell for each dataset, network and task, each seed with a network of its own. */
export function simulateStudy(truth: StudyTruth, random: Stream): Study {
  const { datasets, backbones, tasks } = truth;
  return {
    cells: Object.entries(datasets).flatMap(([dataset, factors]) =>
      Object.entries(backbones).flatMap(([backbone, parameters]) =>
        tasks.map((task): StudyCell => {
          const place = { dataset, backbone, task };
          return {
            ...{ ...place, parameters, images: { factors, otherwise: '' } },
            metric: { label: 'accuracy', isShare: true },
            ...runsOf(truth, place, random.fork(dataset, backbone, task)),
          };
        }),
      ),
    ),
  };
}

function runsOf(
  truth: StudyTruth,
  place: SimulatedPlace,
  random: Stream,
): Pick<StudyCell, 'scratch' | 'arms'> {
  const { methods, doublings, curve = logistic, seeds = 4, noise = 0.014, linear } = truth;
  const { finetuned = [100, 200, 400] } = truth;
  const utility = (method: string) => 2 ** doublings(place, method) - 1;
  const panel = simulatePanel(
    {
      ...{ name: place.dataset, scratch: truth.scratch ?? [50, 100, 200, 400, 800, 1600, 3200] },
      ...{ finetuned, noise: () => noise, curve: (n) => curve(n, place) },
      arms: Object.fromEntries(methods.map((method) => [method, () => utility(method)])),
    },
    { seeds, networks: seeds, between: 0, correlation: 0.5 },
    random,
  );
  const heads = (method: string): StudyArm[] => {
    if (linear === undefined) return [];
    const runs = finetuned.flatMap((n) =>
      Array.from({ length: seeds }, (_, seed) => ({
        ...{ n, seed, network: `${seed}`, train: null, imagesSeen: null, fitted: null },
        value: linear(place, method) + noise * random.normal(),
      })),
    );
    return [{ method, evaluation: 'linear', frozenStages: null, runs }];
  };
  return {
    scratch: panel.scratch.map(trained),
    arms: panel.arms.flatMap(({ name, runs }): StudyArm[] => [
      { method: name, evaluation: 'finetune', frozenStages: 0, runs: runs.map(trained) },
      ...heads(name),
    ]),
  };
}

const trained = (run: PanelRun): StudyRun => ({
  ...{ ...run, train: 1, fitted: true, imagesSeen: 1000 },
});
