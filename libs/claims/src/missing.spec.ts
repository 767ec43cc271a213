import type { Panel } from '@nhat/curves';
import { simulatePanel } from '@nhat/curves/testing/simulated-panel';
import { stream } from '@nhat/random';
import type { Decision } from './claim';
import { decideClaim } from './decide-claim';
import { claims } from './registry';
import { simulateStudy } from './testing/simulated-study';

const settings = { stream: stream('missing'), draws: 400 };
const names = { scratch: [50, 100, 200, 400, 800, 1600], finetuned: [100, 200, 400, 800] };

/** So noisy that nothing is decided; pretraining is worth as many doublings of the labels as `arms` says. */
const panel = (name: string, arms: Record<string, number>, noise = 0.035): Panel =>
  simulatePanel(
    {
      ...{ name, ...names, curve: (n: number) => 0.1 * Math.log2(n / 25), noise: () => noise },
      arms: Object.fromEntries(
        Object.entries(arms).map(([arm, doublings]) => [arm, () => 2 ** doublings - 1]),
      ),
    },
    { seeds: 3, networks: 3, between: 0, correlation: 0.5 },
    stream('panel', name),
  );

/** The budgets of each list of runs that one more seed is added to. */
function budgetsOf({ outcome, missing }: Decision): number[][] {
  expect(outcome).toBe('undecided');
  return missing!.tested.map((runs) => [...new Set(runs.map(({ n }) => n))]);
}

describe('the trainings that a claim needs are runs', () => {
  it('up to the largest budget that counts, of a larger network; scratch has its whole curve', () => {
    const [small, large] = [panel('small', { one: 0.2 }), panel('large', { one: 0.8 })];
    const input = { small, large, arms: ['one'], upTo: 200 };
    const decided = claims['larger-network-gains-more'].decide(input, settings);
    const expected = [names.scratch, [100, 200]];
    expect(budgetsOf(decided)).toEqual([...expected, ...expected]);
    expect(decided.missing!.trainings % (2 * (6 + 2))).toBe(0);
  });

  it('of each dataset once, where several pairs of datasets share it', () => {
    const [none, t, c, both] = ['none', 't', 'c', 'both'].map((name, at) =>
      panel(name, { one: 0.3 + 0.1 * at, other: 0.4 - 0.05 * at }),
    );
    const pairs = [
      { factor: 'texture', without: none!, with: t! },
      { factor: 'texture', without: c!, with: both! },
      { factor: 'colour', without: none!, with: c! },
      { factor: 'colour', without: t!, with: both! },
    ];
    const input = { pairs, methods: ['one', 'other'], permutations: 200 };
    const lists = budgetsOf(claims['sign-per-factor-consistent'].decide(input, settings));
    expect(lists).toHaveLength(4 * 3);
  });

  it('at each budget, of every depth and of the whole network', () => {
    const runs = (values: readonly number[]) =>
      [100, 200].flatMap((n) =>
        values.map((value, seed) => ({ n, seed, value, network: `${seed}` })),
      );
    const frozen = [
      { depth: 1, runs: runs([0.46, 0.53, 0.49]) },
      { depth: 2, runs: runs([0.44, 0.54, 0.48]) },
    ];
    const input = { finetuned: runs([0.5, 0.5, 0.5]), frozen };
    const lists = budgetsOf(claims['freezing-hurts'].decide(input, settings));
    expect(lists).toEqual([1, 2, 3].map(() => [100, 200]));
  });

  it('that the study itself has, so that more of them can be added', () => {
    const { scratch, arms } = panel('merging', { one: 0 }, 0.012);
    const input = { panel: { name: 'merging', scratch, arms }, arm: 'one' };
    const { missing } = claims['merges-before-plateau'].decide(input, settings);
    expect(missing).not.toBeNull();
    const known = new Set([...scratch, ...arms.flatMap(({ runs }) => runs)]);
    expect(missing!.tested.flat().every((run) => known.has(run))).toBe(true);
  });

  it('that do not exist where the claim and its opposite are both shown', () => {
    const study = simulateStudy(
      {
        datasets: { plain: { texture: false }, varied: { texture: true } },
        ...{ backbones: { small: 100 }, tasks: ['classification'] },
        methods: ['gains', 'loses'],
        doublings: ({ dataset }, method) =>
          dataset === 'plain' ? 0 : method === 'gains' ? 1.2 : -1.2,
      },
      stream('both'),
    );
    const options = { easy: 'plain', hard: 'varied' };
    const { claim, missing } = decideClaim(
      { name: 'harder-data-gains-more', options },
      study,
      settings,
    );
    expect(claim.because).toMatch(/^Shown for gains, and the opposite for loses\./);
    expect([claim.outcome, claim.moreTrainings, missing]).toEqual(['undecided', null, null]);
  });
});
