import { stream } from '@nhat/random';
import { isotonicReading } from '../readings';
import { utilities } from '../utility';
import { experiments, simulate } from './experiment';
import type { Experiment } from './experiment';
import type { TableOptions } from './table-options';

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
    for (const point of utilities(scratch, finetuned, settings)) {
      const truth = claim(point.n);
      count++;
      if (!point.lowOpen && truth < point.low!) above++;
      else if (!point.highOpen && truth > point.high!) below++;
    }
  }
  return { held: (count - above - below) / count, above: above / count, below: below / count };
}

/** The columns of the table in the doc comment of `utilities`. */
const columns = [2, 3, 5].flatMap((seeds) =>
  [0, 0.5].map((correlation) => ({ seeds, correlation })),
);

/** Prints that table, a line for each experiment. */
export function printUtilities({ repetitions, draws, progress }: TableOptions): void {
  const heading = columns.map(({ seeds, correlation }) => `${seeds}, ${correlation}`.padStart(8));
  process.stdout.write(`${'seeds, correlation'.padEnd(NAME)}${heading.join('')}\n`);
  for (const experiment of experiments) {
    progress(experiment.name);
    const cells = columns.map((column) => {
      const { held } = simulatedCoverage(experiment, { ...column, repetitions, draws });
      return (100 * held).toFixed(1).padStart(8);
    });
    process.stdout.write(`${experiment.name.padEnd(NAME)}${cells.join('')}\n`);
  }
}

const NAME = 38;
