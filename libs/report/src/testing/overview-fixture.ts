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

const originsOf = ({ points }: LearningCurve): RunOrigin[] =>
  points.flatMap(({ n, runs }) =>
    runs.map(({ seed, pretraining }) => ({ n, seed, pretraining, imagesSeen: 80_000 })),
  );

function panelOf(on: readonly boolean[], task: string, missing: readonly string[]): Panel {
  const dataset = nameOf(on);
  const methods = Object.keys(METHODS).filter((method) => !missing.includes(method));
  const drawn = simulatePanel(
    {
      ...{ name: dataset, scratch: [50, 100, 200, 400, 800, 1600, 3200] },
      ...{ finetuned: [50, 100, 200, 400], noise: () => 0.012 },
      curve: (n) => 0.1 + 0.85 / (1 + (1300 / n) ** 0.85),
      arms: Object.fromEntries(
        methods.map((method) => [method, () => 2 ** largeTruth(on, method, task) - 1]),
      ),
    },
    { seeds: 3, networks: 3, between: 0, correlation: 0.5 },
    stream('large', dataset, task),
  );
  const curve = (arm: string, runs: (typeof drawn)['scratch']) =>
    learningCurve(
      arm,
      runs.map(({ n, seed, value, network }) => ({
        ...{ n, seed, value: Math.round(1e4 * value) / 1e4, train: 0.99, fitted: true },
        pretraining: network === null ? null : Number(network),
      })),
      true,
    );
  const scratch = curve('scratch', drawn.scratch);
  const curves = drawn.arms.map(({ name, runs }) => curve(name, runs));
  const { scratchBand, arms } = compared(scratch, curves, { chance: 0.1, draws: 200 });
  return {
    ...{ dataset, backbone: 'resnet9', task, metric: accuracy, chance: 0.1, classes: 10 },
    backboneOptions: { width: 0.25 },
    ...{ scratch, scratchBand, origins: originsOf(scratch), precisions: ['float32'] },
    comparisons: arms.map((arm): Comparison => ({
      ...{ ...arm, method: arm.curve.arm, pretrained: 3, origins: originsOf(arm.curve) },
    })),
  };
}

/** 12 datasets × 4 methods × 4 tasks, of which one arm failed: the methods of one cell lack `vae`. */
export function largeFixture(): Report {
  const panels = combinations.flatMap((on) =>
    Object.keys(TASKS).map((task) =>
      panelOf(on, task, nameOf(on) === 'shapes-tc' && task === 'depth' ? ['vae'] : []),
    ),
  );
  const factors = Object.fromEntries(
    combinations.map((on) => [
      nameOf(on),
      Object.fromEntries(FACTORS.map((factor, at) => [factor, on[at]!])),
    ]),
  );
  const [facts] = gridFixture.datasets;
  return withOverview(
    {
      ...gridFixture,
      name: 'test-fixture-large',
      question: 'TEST FIXTURE: which method saves most labels on which images, and in which task?',
      panels,
      datasets: combinations.map((on) => ({ ...facts!, name: nameOf(on) })),
    },
    { factors },
  );
}
