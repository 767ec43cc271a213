import { readFlags, userError } from '@nhat/documents';
import { benchCurvesFlags } from '@nhat/documents/bench-flags';
import { printAnswers } from './answer-table';
import { printUtilities } from './coverage';
import { positive } from './flags';
import { printNetworks, printPanels } from './panel-tables';
import { printNextRun } from './sequential';
import { printChoices } from './simulated-choices';
import type { TableOptions } from './table-options';

/** The tables of docs/statistics.md and of the doc comment of `utilities`. */
const tables: Record<string, (options: TableOptions) => void> = {
  utilities: printUtilities,
  panels: printPanels,
  networks: printNetworks,
  'next-run': printNextRun,
  choices: printChoices,
  answers: printAnswers,
};

/**
 * Prints how often intervals hold the truth in simulated studies: `npx nx bench curves --table panels --repetitions 100`.
 * Without `--table` all tables. Throws a UserError for an unknown table or a number that is none.
 */
export function main(flags: string[]): void {
  const values = readFlags('nx bench curves', flags, benchCurvesFlags);
  const repetitions = positive('repetitions', values.repetitions ?? '400');
  const draws = positive('draws', values.draws ?? '400');
  const names = values.table === undefined ? Object.keys(tables) : [values.table];
  for (const name of names) {
    const print = tables[name];
    if (!print) {
      throw userError('--table', 'no such table', {
        got: name,
        expected: `one of ${Object.keys(tables).join(', ')}`,
      });
    }
    const start = process.hrtime.bigint();
    const progress = (line: string) => {
      const seconds = Number((process.hrtime.bigint() - start) / 1_000_000_000n);
      process.stderr.write(`${name}, ${seconds} s: ${line} …\n`);
    };
    process.stdout.write(`${name}, ${repetitions} studies a cell, ${draws} draws\n`);
    print({ repetitions, draws, progress });
  }
}
