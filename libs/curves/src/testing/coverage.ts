import { stream } from '@nhat/random';
import { isotonicReading } from '../readings';
import { utilities } from '../utility';
import { experiments, simulate } from './experiment';
import type { Experiment } from './experiment';

export interface Coverage {
  /** Share of the intervals that hold the true utility. */
  held: number;
  /** Shares of the intervals that lie wholly above and wholly below it. */
  above: number;
  below: number;
}

export interface CoverageOptions {
  seeds: number;
  /** Between the errors of one seed at two budgets. */
  correlation: number;
  repetitions: number;
  draws: number;
  /** The utility that the intervals should hold; by default the true one. */
  claim?: (n: number) => number;
}

/** How often a nominal 95 % interval of U holds the truth, over simulated studies. */
export function simulatedCoverage(
  experiment: Experiment,
  { seeds, correlation, repetitions, draws, claim = experiment.utility }: CoverageOptions,
): Coverage {
  let [above, below, count] = [0, 0, 0];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const random = stream('coverage', experiment.name, seeds, correlation, repetition);
    const { scratch, finetuned } = simulate(experiment, seeds, correlation, random);
    const settings = { reading: isotonicReading, coverage: 0.95, draws, stream: random };
    for (const { n, low, high } of utilities(scratch, finetuned, settings)) {
      const truth = claim(n);
      count++;
      if (truth < low!) above++;
      else if (high !== null && truth > high) below++;
    }
  }
  return { held: (count - above - below) / count, above: above / count, below: below / count };
}

/** Prints the table in the doc comment of `utilities`: `node libs/nx-plugin/load.cjs libs/curves/src/testing/coverage.ts [repetitions]`. */
export function main([repetitions = '400']: string[]): void {
  const columns = [2, 3, 5].flatMap((seeds) =>
    [0, 0.5].map((correlation) => ({ seeds, correlation })),
  );
  for (const experiment of experiments) {
    const cells = columns.map((column) => {
      const options = { ...column, repetitions: Number(repetitions), draws: 400 };
      return (100 * simulatedCoverage(experiment, options).held).toFixed(1).padStart(6);
    });
    process.stdout.write(`${experiment.name.padEnd(38)}${cells.join('')}\n`);
  }
}
