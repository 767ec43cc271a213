import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { Ladder, Panel, PanelRun } from '@nhat/curves';
import { simulatePanel } from '@nhat/curves/testing/simulated-panel';
import type { PanelDesign, PanelTruth } from '@nhat/curves/testing/simulated-panel';
import type { ClaimSettings, Decision } from '../claim';
import { claims } from '../registry';
import { seventeenPairs, twelveDatasets } from './twelve-datasets';
import type { ClaimId, ClaimInput } from '../registry';

/** A simulated study in which it is known whether a claim is true, false, or at the border of being true. */
export interface Scenario {
  claim: ClaimId;
  /** `border`: the null hypothesis in its least favourable form, so that `holds` is a false positive. */
  truth: 'true' | 'false' | 'border';
  name: string;
  decide(random: Stream, settings: ClaimSettings): Decision;
}

const logistic = (steepness: number, half: number) => (n: number) =>
  0.1 + 0.85 / (1 + (half / n) ** steepness);
const doubling = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => from * 2 ** at);

/** Like the hard set of the miniature study: slow, runs vary by 1.4 points. */
export const hard: PanelTruth = {
  name: 'hard',
  ...{ curve: logistic(0.85, 1300), arms: {}, scratch: doubling(50, 7), noise: () => 0.014 },
  finetuned: [100, 200, 400, 800],
};
/** Like its easy set: steep, and noisy with few labels. */
const easy: PanelTruth = {
  name: 'easy',
  ...{ curve: logistic(1.25, 52), arms: {}, scratch: doubling(25, 7) },
  noise: (n: number) => 0.04 * Math.sqrt(0.2 + 40 / n),
  finetuned: [50, 100, 200],
};

const ownNetworks = (seeds: number): PanelDesign => ({
  ...{ seeds, networks: seeds, between: 0, correlation: 0.5 },
});
/** An arm with λ = log2(1 + U) given in doublings. */
const arm = (doublings: (n: number) => number) => (n: number) => 2 ** doublings(n) - 1;
/** The same number of doublings at every budget. */
export const level = (doublings: number) => arm(() => doublings);

const scenario = <Id extends ClaimId>(
  claim: Id,
  truth: Scenario['truth'],
  name: string,
  input: (random: Stream) => ClaimInput<Id>,
): Scenario => ({
  ...{ claim, truth, name },
  decide: (random, settings) =>
    (claims[claim].decide as (input: ClaimInput<Id>, settings: ClaimSettings) => Decision)(
      input(random),
      settings,
    ),
});

const falls = (truth: Scenario['truth'], slope: number) =>
  scenario('falls-with-labels', truth, `${slope} doublings per doubling, 3 seeds`, (random) => {
    const one = arm((n) => 1 + slope * Math.log2(n / 280));
    const panel = simulatePanel({ ...hard, arms: { one } }, ownNetworks(3), random);
    return { panels: [panel], arms: ['one'] };
  });

/** Finetuned accuracy lies above scratch by `gap`; scratch has a plateau from `knee` on. */
const merges = (truth: Scenario['truth'], gap: number, knee: number, spread: number) =>
  scenario(
    'merges-before-plateau',
    truth,
    `gap ${gap}, ${knee < 1e9 ? `plateau from ${knee}` : 'no plateau'}, 5 seeds`,
    (random) => {
      const curve = (n: number) => hard.curve(Math.min(n, knee));
      const wide = { ...hard, curve, noise: () => spread, arms: { one: () => 0 } };
      const panel = simulatePanel({ ...wide, finetuned: [400, 800] }, ownNetworks(5), random);
      const arms = panel.arms.map(({ name, runs }) => ({
        name,
        runs: runs.map((run) => ({ ...run, value: run.value + gap })),
      }));
      return { panel: { ...panel, arms }, arm: 'one' };
    },
  );

/** λ of methods a, b, c in two tasks. */
const best = (truth: Scenario['truth'], name: string, one: number[], other: number[]) =>
  scenario('best-method-differs', truth, `${name}, 5 seeds`, (random) => {
    const methods = ['a', 'b', 'c'];
    const panel = (task: string, values: readonly number[]) => {
      const arms = Object.fromEntries(methods.map((method, at) => [method, level(values[at]!)]));
      return simulatePanel({ ...hard, name: task, arms }, ownNetworks(5), random);
    };
    return { panels: [panel('class', one), panel('pose', other)], methods };
  });

const larger = (truth: Scenario['truth'], difference: number) =>
  scenario('larger-network-gains-more', truth, `${difference} doublings, 4 seeds`, (random) => {
    const panel = (name: string, doublings: number) =>
      simulatePanel({ ...hard, name, arms: { one: level(doublings) } }, ownNetworks(4), random);
    return { small: panel('small', 0.6), large: panel('large', 0.6 + difference), arms: ['one'] };
  });

/** Accuracy of the larger network − that of the small one, from scratch and finetuned, at 200 labels. */
const crossing = (truth: Scenario['truth'], scratch: number, finetuned: number) =>
  scenario(
    'larger-network-gains-more',
    truth,
    `crossing, scratch ${scratch}, finetuned ${finetuned}, 4 seeds`,
    (random) => {
      const panel = (name: string, lower: number, higher: number): Panel => {
        const drawn = simulatePanel(
          { ...hard, name, arms: { one: level(0.6) } },
          ownNetworks(4),
          random,
        );
        const moved = (runs: readonly PanelRun[], by: number) =>
          runs.map((run) => ({ ...run, value: run.value + by }));
        return {
          name,
          scratch: moved(drawn.scratch, lower),
          arms: drawn.arms.map((one) => ({ ...one, runs: moved(one.runs, higher) })),
        };
      };
      const [small, large] = [panel('small', 0, 0), panel('large', scratch, finetuned)];
      return { small, large, arms: ['one'], crossingAt: 200 };
    },
  );

const harder = (truth: Scenario['truth'], difference: number) =>
  scenario('harder-data-gains-more', truth, `${difference} doublings, 3 seeds`, (random) => {
    const panel = (base: PanelTruth, doublings: number) =>
      simulatePanel(
        { ...base, finetuned: [100, 200], arms: { one: level(doublings) } },
        ownNetworks(3),
        random,
      );
    const middle = difference < 0 ? 1.4 : 0.4;
    return { easy: panel(easy, middle), hard: panel(hard, middle + difference), arms: ['one'] };
  });

/** `effect(method, factor, pair)` in doublings, in three pairs of two factors. */
const signs = (
  truth: Scenario['truth'],
  name: string,
  effect: (method: number, factor: number, pair: number) => number,
) =>
  scenario('sign-per-factor-consistent', truth, `${name}, 4 seeds`, (random) => {
    const methods = ['a', 'b', 'c'];
    const panel = (label: string, of: (method: number) => number): Panel =>
      simulatePanel(
        {
          ...{ ...hard, name: label, finetuned: [100, 200, 400] },
          arms: Object.fromEntries(methods.map((method, at) => [method, level(0.8 + of(at))])),
        },
        ownNetworks(4),
        random,
      );
    const pairs = [0, 1].flatMap((factor) =>
      [0, 1, 2].map((pair) => ({
        factor: `factor ${factor}`,
        without: panel(`without ${factor} ${pair}`, () => 0),
        with: panel(`with ${factor} ${pair}`, (method) => effect(method, factor, pair)),
      })),
    );
    return { pairs, methods, permutations: 500 };
  });

/** Two methods on twelve datasets with three networks each, whose 17 pairs share datasets. `effects[method]` are those of a factor, by its letter. */
const sharedSigns = (
  truth: Scenario['truth'],
  name: string,
  effects: readonly Readonly<Record<string, number>>[],
) =>
  scenario('sign-per-factor-consistent', truth, `${name}, 17 pairs, 3 seeds`, (random) => {
    const methods = ['a', 'b'];
    const gain = (method: number, letters: string) =>
      [...letters].reduce((sum, letter) => sum + (effects[method]![letter] ?? 0), 0);
    const panels = new Map(
      twelveDatasets.map((letters) => [
        letters,
        simulatePanel(
          {
            ...{ ...hard, name: `set ${letters}`, finetuned: [100, 200, 400] },
            arms: Object.fromEntries(
              methods.map((method, at) => [method, level(0.8 + gain(at, letters))]),
            ),
          },
          ownNetworks(3),
          random,
        ),
      ]),
    );
    const pairs = seventeenPairs.map(({ factor, names: [without, other] }) => ({
      factor,
      without: panels.get(without)!,
      with: panels.get(other)!,
    }));
    return { pairs, methods, permutations: 500 };
  });

/** Accuracy changes by `step` for each frozen stage; pairs differ by `spread`. */
const freezing = (truth: Scenario['truth'], step: number, spread: number) =>
  scenario(
    'freezing-hurts',
    truth,
    `${step} a stage, pairs vary by ${spread}, 5 seeds`,
    (random) => {
      const depths = [1, 2, 3, 4];
      const noisy = (value: number) => value + spread * random.normal();
      const seeds = Array.from({ length: 5 }, (_, seed) => seed);
      const runs = (value: (seed: number) => number): PanelRun[] =>
        seeds.flatMap((seed) =>
          [200, 400].map((n) => ({ n, seed, value: value(seed), network: `${seed}` })),
        );
      const levels = seeds.map(() => 0.5 + 0.02 * random.normal());
      return {
        finetuned: runs((seed) => levels[seed]!),
        frozen: depths.map((depth) => ({
          depth,
          runs: runs((seed) => noisy(levels[seed]! + depth * step)),
        })),
      };
    },
  );

/** Mean accuracies by linear evaluation and by finetuning of each method, the same on five datasets. */
const linear = (
  truth: Scenario['truth'],
  name: string,
  byLinear: number[],
  byFinetuning: number[],
) =>
  scenario('linear-evaluation-predicts', truth, `${name}, 4 seeds`, (random) => {
    const runs = (value: number) =>
      Array.from({ length: 4 }, () => value + 0.012 * random.normal());
    const datasets = ['v', 'w', 'x', 'y', 'z'];
    return {
      cells: datasets.map((dataset) => ({
        ...{ dataset, n: 400 },
        methods: byLinear.map((value, at) => ({
          method: `m${at}`,
          linear: runs(value),
          finetuned: runs(byFinetuning[at]!),
        })),
      })),
    };
  });

/**
 * Three methods on five datasets with three networks each, whose errors all budgets share, and linear evaluation and finetuning in part. Two methods
 * change places by 0.4 points when finetuned, so that the true τ is 1/3.
 */
const nearlySwapped = () =>
  scenario(
    'linear-evaluation-predicts',
    'border',
    'two of three swapped by 0.004, 3 networks',
    (random) => {
      const cells = ['v', 'w', 'x', 'y', 'z'].flatMap((dataset) => {
        const methods = [0.004, 0, 0.05].map((lead, at) => {
          const errors = Array.from({ length: 3 }, () => [random.normal(), random.normal()]);
          return {
            method: `m${at}`,
            linear: errors.map(([shared]) => 0.3 + 0.02 * at + 0.01 * shared!),
            finetuned: errors.map(
              ([shared, own]) => 0.4 + lead + 0.01 * Math.SQRT1_2 * (shared! + own!),
            ),
          };
        });
        return [50, 100, 200].map((n) => ({ dataset, n, methods }));
      });
      return { cells };
    },
  );

/** Training accuracy of scratch, and gaps on test images to scratch and to longer scratch. */
const regulariser = (truth: Scenario['truth'], train: number, gap: number, longer: number) =>
  scenario(
    'acts-as-regulariser',
    truth,
    `trains to ${train}, gaps ${gap} and ${longer}, 3 seeds`,
    (random) => {
      const ladder = (value: number, spread: number): Ladder =>
        [100, 200, 400].map((n) => ({
          n,
          values: Array.from({ length: 3 }, () => value + spread * random.normal()),
        }));
      return {
        train: { scratch: ladder(train, 0.002), finetuned: ladder(0.995, 0.002) },
        test: {
          scratch: ladder(0.4, 0.012),
          finetuned: ladder(0.4 + gap, 0.012),
          longerScratch: ladder(0.4 + gap - longer, 0.012),
        },
      };
    },
  );

export const scenarios: readonly Scenario[] = [
  falls('border', 0),
  falls('true', -0.32),
  falls('false', 0.4),
  merges('border', 0.015, 1e9, 0.0065),
  merges('true', 0, 1e9, 0.0065),
  merges('false', 0.03, 700, 0.003),
  best('border', 'a and b are the best everywhere', [1, 1, 0.3], [1, 1, 0.3]),
  best('true', 'a and b change places by 0.7', [1.2, 0.5, 0.3], [0.5, 1.2, 0.3]),
  best('false', 'a is the best by 0.5', [1.2, 0.7, 0.3], [1.2, 0.7, 0.3]),
  larger('border', 0),
  larger('true', 0.5),
  larger('false', -0.5),
  crossing('border', -0.05, 0),
  crossing('true', -0.05, 0.05),
  crossing('false', 0.05, 0.05),
  harder('border', 0),
  harder('true', 1.2),
  harder('false', -1.2),
  signs('border', 'methods do not differ', () => 0.3),
  signs('true', 'methods differ by 0.8', (method, factor) => (method === factor ? 0.6 : -0.2)),
  signs('false', 'one method changes its sign', (method, _, pair) =>
    method === 0 ? (pair === 0 ? 0.8 : -0.7) : 0,
  ),
  sharedSigns('border', 'methods do not differ', [{ l: 0.4 }, { l: 0.4 }]),
  sharedSigns('true', 'methods differ by 0.8 in two factors', [
    { c: 0.4, l: 0.4 },
    { c: -0.4, l: -0.4 },
  ]),
  freezing('border', 0, 0.02),
  freezing('true', -0.02, 0.02),
  freezing('false', 0, 0.004),
  linear('border', 'unlike by linear evaluation only', [0.3, 0.33, 0.36], [0.4, 0.4, 0.4]),
  nearlySwapped(),
  linear('true', 'the same order', [0.3, 0.34, 0.38, 0.42], [0.5, 0.54, 0.58, 0.62]),
  linear('false', 'an inversion of 5 points', [0.3, 0.35], [0.45, 0.4]),
  regulariser('border', 0.995, 0.05, 0),
  regulariser('true', 0.995, 0.06, 0.05),
  regulariser('false', 0.96, 0.06, 0.05),
];

/** How often each outcome is found in simulated studies. */
export function outcomesOf(
  { claim, name, decide }: Scenario,
  { studies, draws }: { studies: number; draws: number },
): Record<Decision['outcome'], number> {
  const counts = { holds: 0, fails: 0, undecided: 0 };
  for (let at = 0; at < studies; at++) {
    const random = stream('claims', claim, name, at);
    counts[decide(random, { stream: random.fork('draws'), draws }).outcome]++;
  }
  return counts;
}
