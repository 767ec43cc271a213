import type { TrialResult } from './fault-kind';
import { OUTCOMES } from './judge';
import type { Outcome } from './judge';

/** Counts of a kind and a row. */
export interface TrialCounts extends Record<Outcome, number> {
  kind: string;
  row: string;
  trials: number;
}

const NONE: Record<Outcome, number> = {
  ...{ right: 0, said: 0, wrong: 0 },
  ...{ lost: 0, blocked: 0, stack: 0 },
};

export function countTrials(results: readonly (TrialResult & { kind: string })[]): TrialCounts[] {
  const counts = new Map<string, TrialCounts>();
  for (const { kind, row, outcome } of results) {
    const key = `${kind}\n${row}`;
    const count = counts.get(key) ?? { ...NONE, kind, row, trials: 0 };
    count.trials++;
    count[outcome]++;
    counts.set(key, count);
  }
  return [...counts.values()];
}

/** The table in 80 columns, with a last line of sums. */
export function trialTable(counts: readonly TrialCounts[]): string {
  const columns = ['trials', ...OUTCOMES] as const;
  const sums = columns.map((name) => counts.reduce((sum, one) => sum + one[name], 0));
  const line = (kind: string, row: string, cells: readonly (string | number)[]) =>
    [
      kind.padEnd(10),
      row.padEnd(18),
      ...cells.map((cell, at) => String(cell || '–').padStart(columns[at]!.length)),
    ].join('  ');
  return [
    line('kind', 'class', columns),
    ...counts.map((one) =>
      line(
        one.kind,
        one.row,
        columns.map((name) => one[name]),
      ),
    ),
    line('all', '', sums),
  ]
    .map((text) => `${text.trimEnd()}\n`)
    .join('');
}
