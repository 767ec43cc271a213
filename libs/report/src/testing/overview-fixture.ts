import { learningCurve } from '@nhat/curves';
import type { LearningCurve } from '@nhat/curves';
import { simulatePanel } from '@nhat/curves/testing/simulated-panel';
import { stream } from '@nhat/random';
import type { Comparison, Panel, Report, RunOrigin } from '../report';
import { compared } from './compared';
import { gridFixture } from './fixture';
import { accuracy } from './metrics';
import { withOverview } from './study-of-report';

/** TEST FIXTURE, simulated: no result of this project. */

const FACTORS = ['texture', 'colour', 'viewpoint', 'lighting'] as const;
const LETTERS = 't,c,v,l'.split(',');

/** The twelve combinations of factors that the datasets have. */
const combinations = Array.from({ length: 16 }, (_, bits) =>
  FACTORS.map((__, at) => ((bits >> at) & 1) === 1),
).filter((_, at) => at % 4 !== 3 || at === 15 || at === 3);

const nameOf = (on: readonly boolean[]): string => {
  const letters = on.map((is, at) => (is ? LETTERS[at]! : '')).join('');
  return letters === '' ? 'shapes-plain' : `shapes-${letters}`;
};

const METHODS = { rotation: 0.9, simclr: 0.6, vae: -0.2, amdim: 0.3 };
const TASKS = { classification: 0, pose: -0.3, depth: 0.2, segmentation: 0.4 };
/** How much each factor adds to log2(n̂/n). */
const EFFECTS = [0.4, 0.1, -0.2, 0];

/** log2(n̂/n), the same at all budgets; in pose another method is the best. */
export function largeTruth(on: readonly boolean[], method: string, task: string): number {
  const swapped = task === 'pose' && method === 'simclr' ? 0.9 : 0;
  const factors = on.reduce((sum, is, at) => sum + (is ? EFFECTS[at]! : 0), 0);
  const base = METHODS[method as keyof typeof METHODS] + TASKS[task as keyof typeof TASKS];
  return base + swapped + factors;
}

/** A linear head and two frozen stages are this much worse than finetuning. */
const HEADS = { linear: 0.08, 'frozen to 1': 0.03 };

const originsOf = ({ points }: LearningCurve): RunOrigin[] =>
  points.flatMap(({ n, runs }) =>
    runs.map(({ seed, pretraining }) => ({ n, seed, pretraining, imagesSeen: 80_000 })),
  );

/** What a simulated report contains. */
export interface SimulatedReport {
  /** How many of the twelve combinations of factors. */
  datasets: number;
  methods: readonly (keyof typeof METHODS)[];
  tasks: readonly (keyof typeof TASKS)[];
  /** Names of the networks with what each gains more, in doublings. */
  backbones: Readonly<Record<string, number>>;
  /** Whether a linear head and frozen stages were run, too. */
  heads: boolean;
}

type Place = Pick<Panel, 'dataset' | 'backbone' | 'task'> & { on: readonly boolean[] };

function panelOf({ on, ...place }: Place, { methods, backbones, heads }: SimulatedReport): Panel {
  const { dataset, backbone, task } = place;
  const failed = dataset === 'shapes-t' && task === 'depth' ? ['vae'] : [];
  const arms = methods.filter((method) => !failed.includes(method));
  const truth = (method: string) => largeTruth(on, method, task) + backbones[backbone]!;
  const drawn = simulatePanel(
    {
      ...{ name: dataset, scratch: [50, 100, 200, 400, 800, 1600, 3200] },
      ...{ finetuned: [50, 100, 200, 400], noise: () => 0.012 },
      curve: (n) => 0.1 + 0.85 / (1 + (1300 / n) ** 0.85),
      arms: Object.fromEntries(arms.map((method) => [method, () => 2 ** truth(method) - 1])),
    },
    { seeds: 3, networks: 3, between: 0, correlation: 0.5 },
    stream('large', dataset, backbone, task),
  );
  const curve = (arm: string, runs: (typeof drawn)['scratch'], loss = 0) =>
    learningCurve(
      arm,
      runs.map(({ n, seed, value, network }) => ({
        ...{ n, seed, value: Math.round(1e4 * (value - loss)) / 1e4, train: 0.99, fitted: true },
        pretraining: network === null ? null : Number(network),
      })),
      true,
    );
  const scratch = curve('scratch', drawn.scratch);
  const kinds = [undefined, ...(heads ? (['linear', 'frozen to 1'] as const) : [])];
  const wanted = drawn.arms.flatMap(({ name, runs }) =>
    kinds.map((evaluation) => ({
      evaluation,
      curve: evaluation
        ? curve(`${name} (${evaluation})`, runs, HEADS[evaluation])
        : curve(name, runs),
    })),
  );
  const { scratchBand, arms: read } = compared(
    scratch,
    wanted.map((one) => one.curve),
    { chance: 0.1, draws: 200 },
  );
  return {
    ...{ dataset, backbone, task, metric: accuracy, chance: 0.1, classes: 10 },
    backboneOptions: { width: 0.25 },
    ...{ scratch, scratchBand, origins: originsOf(scratch), precisions: ['float32'] },
    comparisons: read.map((arm, at): Comparison => {
      const { evaluation } = wanted[at]!;
      return {
        ...{ ...arm, method: arm.curve.arm, pretrained: 3, origins: originsOf(arm.curve) },
        ...(evaluation && { evaluation }),
      };
    }),
  };
}

/** A report whose truth is known: `largeTruth`. One arm failed: `vae` on `shapes-t` in depth. */
export function simulatedReport(wanted: SimulatedReport): Report {
  const chosen = combinations.slice(0, wanted.datasets);
  const panels = chosen.flatMap((on) =>
    Object.keys(wanted.backbones).flatMap((backbone) =>
      wanted.tasks.map((task) => panelOf({ on, dataset: nameOf(on), backbone, task }, wanted)),
    ),
  );
  const factors = Object.fromEntries(
    chosen.map((on) => [
      nameOf(on),
      Object.fromEntries(FACTORS.map((factor, at) => [factor, on[at]!])),
    ]),
  );
  const parameters = Object.fromEntries(
    Object.keys(wanted.backbones).map((backbone, at) => [backbone, 1000 * (at + 1)]),
  );
  const [facts] = gridFixture.datasets;
  return withOverview(
    {
      ...{ ...gridFixture, name: 'test-fixture-simulated', panels },
      question: 'TEST FIXTURE: which method saves most labels on which images, and in which task?',
      datasets: chosen.map((on) => ({ ...facts!, name: nameOf(on) })),
    },
    { factors, parameters },
  );
}

/** 12 datasets × 4 methods × 4 tasks. */
export const largeFixture = (): Report =>
  simulatedReport({
    datasets: 12,
    methods: ['rotation', 'simclr', 'vae', 'amdim'],
    tasks: ['classification', 'pose', 'depth', 'segmentation'],
    ...{ backbones: { resnet9: 0 }, heads: false },
  });

/** Every overview has something to say. */
export const overviewFixture = (): Report =>
  simulatedReport({
    ...{ datasets: 4, methods: ['rotation', 'simclr'], tasks: ['classification', 'pose'] },
    ...{ backbones: { 'resnet9 (width 0.25)': 0, 'resnet9 (width 0.5)': 0.5 }, heads: true },
  });
