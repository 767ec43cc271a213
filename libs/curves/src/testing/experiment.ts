import type { Stream } from '@nhat/random';
import type { Ladder } from '../ladder';

/** A simulated study whose true utility is known: finetuning at n is as good as scratch at n · (1 + utility(n)). */
export interface Experiment {
  name: string;
  /** The true scratch curve. */
  truth(n: number): number;
  utility(n: number): number;
  scratch: readonly number[];
  finetuned: readonly number[];
  /** Standard deviation of one run. */
  noise(n: number): number;
}

const powerLaw = (n: number) => 0.92 - 1.6 * n ** -0.33;
const logistic = (steepness: number, half: number) => (n: number) =>
  0.1 + 0.85 / (1 + (half / n) ** steepness);
const dip = (n: number) => powerLaw(n) - 0.05 * Math.exp(-(Math.log2(n / 500) ** 2) / 0.3);
const doubling = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => from * 2 ** i);
const generalNoise = (n: number) => 0.006 + 0.12 / Math.sqrt(n);

/** Shapes and spreads as in miniature runs: TC-- is steep and noisy at 50–200 labels, TCVL slow and quiet. */
export const experiments: readonly Experiment[] = [
  {
    name: 'power law, 50…6400',
    truth: powerLaw,
    utility: (n) => 1.5 * (50 / n) ** 0.4,
    scratch: doubling(50, 8),
    finetuned: [50, 200, 800, 3200],
    noise: generalNoise,
  },
  {
    name: 'local dip at 500',
    truth: dip,
    utility: (n) => (n === 400 ? 2 : 1),
    scratch: doubling(50, 8),
    finetuned: [50, 400, 800, 1600],
    noise: generalNoise,
  },
  {
    name: 'sigmoid, 50…6400',
    truth: logistic(1.6, 600),
    utility: (n) => 1.5 * (50 / n) ** 0.4,
    scratch: doubling(50, 8),
    finetuned: [50, 200, 800],
    noise: generalNoise,
  },
  {
    name: 'like TC--, 25…400',
    truth: logistic(1.25, 52),
    utility: (n) => 0.9 - 0.3 * Math.log10(n / 50),
    scratch: doubling(25, 5),
    finetuned: [50, 100, 200],
    noise: (n) => 0.04 * Math.sqrt(0.2 + 40 / n),
  },
  {
    name: 'like TCVL, 50…1600',
    truth: logistic(0.85, 1300),
    utility: (n) => 1.5 - 0.3 * Math.log2(n / 100),
    scratch: doubling(50, 6),
    finetuned: [100, 200, 400, 800],
    noise: () => 0.014,
  },
  {
    name: 'top budget too low, 25…200',
    truth: logistic(1.25, 52),
    utility: () => 0.9,
    scratch: doubling(25, 4),
    finetuned: [50, 100, 200],
    noise: (n) => 0.04 * Math.sqrt(0.2 + 40 / n),
  },
  {
    name: 'no gain',
    truth: logistic(0.85, 1300),
    utility: () => 0,
    scratch: doubling(50, 6),
    finetuned: [50, 100, 400, 1600],
    noise: () => 0.014,
  },
  {
    name: "sparse budgets, the paper's 100…20000",
    truth: powerLaw,
    utility: (n) => 1.5 * (50 / n) ** 0.3,
    scratch: [100, 250, 1000, 4000, 20000],
    finetuned: [100, 250, 1000, 4000],
    noise: (n) => 0.004 + 0.1 / Math.sqrt(n),
  },
  {
    name: 'sparse budgets on a steep sigmoid',
    truth: logistic(1.6, 600),
    utility: (n) => 1.5 * (50 / n) ** 0.4,
    scratch: [100, 250, 1000, 4000],
    finetuned: [100, 250, 1000],
    noise: generalNoise,
  },
];

/** One repetition: both arms with `seeds` runs a cell; errors of a seed share `correlation` of their variance over the budgets. */
export function simulate(
  { truth, utility, scratch, finetuned, noise }: Experiment,
  seeds: number,
  correlation: number,
  stream: Stream,
): { scratch: Ladder; finetuned: Ladder } {
  const arm = (budgets: readonly number[], value: (n: number) => number): Ladder => {
    const common = Array.from({ length: seeds }, () => stream.normal());
    const run = (n: number) => (shared: number) =>
      value(n) +
      noise(n) * (Math.sqrt(correlation) * shared + Math.sqrt(1 - correlation) * stream.normal());
    return budgets.map((n) => ({ n, values: common.map(run(n)) }));
  };
  return {
    scratch: arm(scratch, truth),
    finetuned: arm(finetuned, (n) => truth(n * (1 + utility(n)))),
  };
}
