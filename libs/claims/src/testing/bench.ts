import { positive } from '@nhat/curves/testing/flags';
import { readFlags, userError } from '@nhat/documents';
import { benchClaimsFlags } from '@nhat/documents/bench-flags';
import { simulateRounds } from './rounds';
import { outcomesOf, scenarios } from './scenarios';

const CLAIM = 30;
const NAME = 56;

/**
 * Prints how often each claim is decided in simulated studies whose truth is known: `npx nx bench claims --studies 100`. At the
 * border `holds` is a false positive, at most 5 %. `--rounds`: what looking again after rounds of seeds does to one claim. Throws a UserError for an unknown claim or a number that is none.
 */
export function main(flags: string[]): void {
  const values = readFlags('nx bench claims', flags, benchClaimsFlags);
  const studies = positive('studies', values.studies ?? '200');
  const draws = positive('draws', values.draws ?? '400');
  if (values.rounds) return roundsTable({ studies, draws });
  const chosen = scenarios.filter(
    ({ claim }) => values.claim === undefined || values.claim === claim,
  );
  if (chosen.length === 0) {
    throw userError('--claim', 'no such claim', {
      got: values.claim,
      expected: `one of ${[...new Set(scenarios.map(({ claim }) => claim))].join(', ')}`,
    });
  }
  process.stdout.write(`${studies} studies, ${draws} draws, in percent\n`);
  row('claim', 'truth', ['holds', 'fails', 'open']);
  chosen.forEach((scenario, at) => {
    const { claim, truth, name } = scenario;
    process.stderr.write(`${at + 1} of ${chosen.length}: ${claim}, ${name} …\n`);
    const { holds, fails, undecided } = outcomesOf(scenario, { studies, draws });
    const percent = [holds, fails, undecided].map((count) => ((100 * count) / studies).toFixed(1));
    row(claim, `${truth}: ${name}`, percent);
  });
}

/** How often a claim is decided at the first look, and after rounds of seeds: those of `nx decide`, and one seed each. */
function roundsTable(options: { studies: number; draws: number }): void {
  const percent = (count: number) => ((100 * count) / options.studies).toFixed(1);
  process.stdout.write(`${options.studies} studies, ${options.draws} draws, in percent\n`);
  row('larger-network-gains-more', 'difference in doublings', ['holds', 'fails', 'seeds']);
  for (const difference of [0, 0.3, 0.5]) {
    const rules = { 'to the end': undefined, 'one seed a round': () => 1 };
    Object.entries(rules).forEach(([name, atOnce], at) => {
      const { first, last, seeds } = simulateRounds(difference, options, atOnce);
      const cells = ({ holds, fails }: typeof first, mean: number) => [
        ...[percent(holds), percent(fails), mean.toFixed(2)],
      ];
      if (at === 0) row('', `${difference}, three seeds`, cells(first, 3));
      row('', `${difference}, ${name}`, cells(last, seeds));
    });
  }
}

const row = (claim: string, name: string, cells: readonly string[]): void => {
  const figures = cells.map((cell) => cell.padStart(8)).join('');
  process.stdout.write(`${claim.padEnd(CLAIM)}${name.padEnd(NAME)}${figures}\n`);
};
