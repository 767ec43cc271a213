import { learningCurve } from '@nhat/curves';
import type { Run } from '@nhat/curves';
import { stream } from '@nhat/random';
import type { Comparison, Report, RunOrigin } from '../report';
import { compared } from './compared';
import { singleFixture } from './fixture';

/** The arms of a document of own images that asks for everything. */
export const MANY_ARMS = [
  ...['rotation', 'simclr', 'vicreg', 'cmc', 'amdim', 'vae', 'rotation-labelled'],
  ...['rotation (linear)', 'simclr (linear)', 'vicreg (linear)', 'dinov3 (linear)'],
  ...['image-statistics (linear)', 'random-frozen (linear)'],
] as const;

const SEEDS = [0, 1, 2];
const SCRATCH = [50, 100, 200, 400, 800, 1600];

function runsOf(arm: string, budgets: readonly number[], gain: number): Run[] {
  const random = stream('many arms', arm);
  return budgets.flatMap((n) =>
    SEEDS.map((seed) => {
      const value =
        0.1 + 0.8 / (1 + 150 / (n * (1 + gain))) + 0.012 * random.fork(n, seed).normal();
      return {
        n,
        seed,
        value,
        train: 1,
        fitted: true,
        pretraining: arm === 'scratch' ? null : seed,
      };
    }),
  );
}

const originsOf = (runs: readonly Run[]): RunOrigin[] =>
  runs.map(({ n, seed, pretraining = null }) => ({ n, seed, pretraining, imagesSeen: 50 * n }));

/** TEST FIXTURE: simulated curves of these arms, of all or of the first ones, whose true U goes from 1.2 down to −0.6. */
export function manyArmsFixture(count: number = MANY_ARMS.length): Report {
  const names = MANY_ARMS.slice(0, count);
  const scratchRuns = runsOf('scratch', SCRATCH, 0);
  const scratch = learningCurve('scratch', scratchRuns, true);
  const runs = names.map((name, at) => runsOf(name, SCRATCH.slice(0, 5), 1.2 - 0.15 * at));
  const curves = names.map((name, at) => learningCurve(name, runs[at]!, true));
  const { scratchBand, arms } = compared(scratch, curves, { chance: 0.1, draws: 200 });
  const [single] = singleFixture.panels;
  const comparisons = arms.map((arm, at): Comparison => ({
    ...{ method: names[at]!, ...arm, pretrained: SEEDS.length },
    origins: originsOf(runs[at]!),
  }));
  const panel = { ...single!, scratch, scratchBand, comparisons, origins: originsOf(scratchRuns) };
  return {
    ...singleFixture,
    name: `test-fixture-${count}-arms`,
    panels: [panel],
    pretrainings: [],
  };
}
