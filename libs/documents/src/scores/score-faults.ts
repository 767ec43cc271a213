import { SCRATCH } from '../added-runs';
import { documentPath } from '../schema-problem';
import { userError } from '../user-error';
import { csvPlace } from './csv-rows';
import type { ScoreMetric } from './score-metric';
import { cellKey } from './score-rows';
import type { ScoreRow } from './score-rows';

/** Percent signs at some values of a task and not at others, or at values that are no shares. */
export function mixedPercent(
  path: string,
  rows: readonly ScoreRow[],
  metrics: ReadonlyMap<string, ScoreMetric>,
): string[] {
  return [...metrics].flatMap(([task, metric]) => {
    const own = rows.filter((row) => row.task === task);
    const signed = own.find(({ value }) => value.percent);
    if (signed === undefined) return [];
    if (metric.unit !== 'share') {
      return [
        userError(csvPlace(path, signed.line, 'value'), `${metric.label} is no share`, {
          got: `${signed.value.value} %`,
          expected: 'a number without a percent sign',
        }).message,
      ];
    }
    const bare = own.find(({ value }) => !value.percent);
    if (bare === undefined || metric.percent) return [];
    return [
      userError(csvPlace(path, bare.line, 'value'), 'no percent sign', {
        got: bare.value.value,
        expected: `a percent sign as in line ${signed.line}`,
        advice: 'Write all values of a task alike.',
      }).message,
    ];
  });
}

/** Shares of a task that the document calls percent: all of its values would be 1 % or less. */
export function sharesAsPercent(
  document: string,
  rows: readonly ScoreRow[],
  metrics: ReadonlyMap<string, ScoreMetric>,
): string[] {
  return [...metrics].flatMap(([task, { percent }]) => {
    const values = rows.filter((row) => row.task === task).map(({ value }) => value.value);
    const most = Math.max(...values);
    if (!percent || most <= 0 || most > 1) return [];
    return [
      userError(documentPath(document, ['scores', 'unit']), 'no value is above 1 %', {
        got: `percent, and values up to ${most}`,
        expected: 'values from 0 to 100',
        advice: 'For values from 0 to 1 leave the unit out.',
      }).message,
    ];
  });
}

/** Runs of one arm, budget and seed. */
export function runsTwice(path: string, rows: readonly ScoreRow[]): string[] {
  const lines = new Map<string, number>();
  return rows.flatMap((row) => {
    const key = JSON.stringify([cellKey(row), row.arm, row.n, row.seed]);
    const before = lines.get(key);
    lines.set(key, before ?? row.line);
    if (before === undefined) return [];
    return [
      userError(csvPlace(path, row.line), `a second run of ${row.arm}`, {
        got: `n ${row.n}, seed ${row.seed}, as in line ${before}`,
        expected: 'each seed once for an arm and a budget',
        advice: 'Remove one of the two, or give the runs different seeds.',
      }).message,
    ];
  });
}

/** Cells from whose rows no number of labels can be read. */
export function cellsWithoutCurve(path: string, rows: readonly ScoreRow[]): string[] {
  const cells = new Map<string, ScoreRow[]>();
  for (const row of rows) cells.set(cellKey(row), [...(cells.get(cellKey(row)) ?? []), row]);
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell as [ScoreRow];
    const name = `${first.dataset} · ${first.backbone} · ${first.task}`;
    const arms = [...new Set(cell.map(({ arm }) => arm))];
    const fault = (what: string, got: unknown, expected: string, advice: string) => [
      userError(csvPlace(path, first.line), `${what} on ${name}`, { got, expected, advice })
        .message,
    ];
    if (!arms.includes(SCRATCH)) {
      return fault(
        'no run from scratch',
        arms.join(', '),
        'rows with the arm "scratch"',
        'Utility compares with training from scratch on the same labels: add its runs, at two budgets at least.',
      );
    }
    const budgets = [...new Set(cell.filter(({ arm }) => arm === SCRATCH).map(({ n }) => n))];
    if (budgets.length < 2) {
      return fault(
        'one budget from scratch',
        budgets[0],
        'at least two',
        'The number of labels is read from the curve of training from scratch: add runs with more or fewer labels.',
      );
    }
    if (arms.length < 2) {
      return fault(
        'nothing to compare with scratch',
        arms.join(', '),
        'rows with the name of a method as their arm',
        'Add the runs that start from a pretrained network.',
      );
    }
    return [];
  });
}
