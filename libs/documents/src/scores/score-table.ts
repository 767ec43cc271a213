import { SCRATCH } from '../added-runs';
import { count } from '../count';
import type { DocumentFile } from '../parse-document';
import type { Registries } from '../registry';
import { UserError, userError } from '../user-error';
import { throwProblems } from '../validate';
import { csvPlace, csvRows } from './csv-rows';
import { cellsWithoutCurve, mixedPercent, runsTwice, sharesAsPercent } from './score-faults';
import { isWithin, rangeText, scoreMetric } from './score-metric';
import type { MetricSettings, ScoreMetric } from './score-metric';
import { cellKey, rowsWith, scoreRows } from './score-rows';
import type { RowSettings, ScoreRow } from './score-rows';

/** Scores of runs of another program, read from a file. */
export interface ScoreTable {
  /** As messages name it. */
  path: string;
  runs: number;
  cells: ScoreCell[];
}

/** The runs of one dataset, backbone and task. */
export interface ScoreCell {
  dataset: string;
  backbone: string;
  task: string;
  metric: ScoreMetric;
  /** `scratch` first. */
  arms: ScoreArm[];
}

export interface ScoreArm {
  arm: string;
  /** By budget and seed. */
  runs: ScoreRun[];
}

export interface ScoreRun {
  /** Labelled images. */
  n: number;
  seed: number;
  /** The metric in its own sign and in the unit of reports: a share where the file has percent. */
  value: number;
  /** Number of the pretrained network; null from scratch. */
  network: number | null;
}

export interface TableSettings
  extends RowSettings, MetricSettings, Partial<Record<'tasks', Record<string, MetricSettings>>> {}

/** The largest number of runs in a file. */
const MAX_RUNS = 50_000;

/**
 * Reads a table of scores, one run a row. `document` is the path of the document that names it. Throws a UserError with file, line and
 * column for all that is wrong: columns, rows and cells that cannot be read, values that the metric cannot have, runs that are there twice,
 * and, where every row could be placed, cells without a curve from scratch.
 */
export function scoreTable(
  document: string,
  file: DocumentFile,
  settings: TableSettings,
  tasks: Registries['tasks'],
): ScoreTable {
  if (file.fault !== undefined) throw file.fault;
  const { path } = file;
  const table = csvRows(path, file.text);
  if (table.rows.length > MAX_RUNS) {
    throw userError(path, `${count(table.rows.length)} runs are too many`, {
      expected: `at most ${count(MAX_RUNS)}`,
    });
  }
  const { rows: read, problems } = scoreRows(table, settings);
  const { metrics, ...ofDocument } = metricsOf(document, rowsWith(read, 'task'), settings, tasks);
  const rows = rowsWith(read, 'value', 'task');
  const valued = rows.flatMap((row) => {
    const metric = metrics.get(row.task);
    return metric === undefined ? [] : [{ row, ...valueOf(path, row, metric) }];
  });
  // Where others of its task have a percent sign, a value without one is wrong in that alone.
  const signed = new Set(rows.filter(({ value }) => value.percent).map(({ task }) => task));
  const judged = valued.filter(({ row: { task, value } }) => value.percent || !signed.has(task));
  // A row that cannot be read may be the one that a cell lacks.
  const isWhole = table.problems.length === 0 && rowsWith(read, ...CURVE).length === read.length;
  throwProblems([
    ...problems,
    ...ofDocument.problems,
    ...mixedPercent(path, rows, metrics),
    ...sharesAsPercent(document, rows, metrics),
    ...runsTwice(path, rowsWith(read, ...CURVE, 'seed')),
    ...(isWhole ? cellsWithoutCurve(path, rowsWith(read)) : []),
    ...judged.flatMap((one) => one.problems),
  ]);
  return { path, runs: valued.length, cells: cellsOf(valued, metrics) };
}

/** The columns that say which curve a run belongs to, and where on it. */
const CURVE = ['dataset', 'backbone', 'task', 'arm', 'n'] as const;

/** The metric of each task of the rows, and what is wrong with the document where it speaks of them. */
function metricsOf(
  document: string,
  rows: readonly ScoreRow[],
  settings: TableSettings,
  registry: Registries['tasks'],
): { metrics: Map<string, ScoreMetric>; problems: string[] } {
  const metrics = new Map<string, ScoreMetric>();
  const problems: string[] = [];
  const tasks = [...new Set(rows.map(({ task }) => task))];
  for (const task of tasks) {
    try {
      metrics.set(task, scoreMetric(document, task, settings, registry));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  }
  return { metrics, problems: [...problems, ...unknownTasks(document, settings, tasks)] };
}

function unknownTasks(
  document: string,
  { tasks = {} }: TableSettings,
  known: readonly string[],
): string[] {
  return Object.keys(tasks)
    .filter((task) => !known.includes(task))
    .map(
      (task) =>
        userError(`${document} › scores.tasks`, 'no row has this task', {
          got: task,
          expected: `one of ${known.join(', ')}`,
        }).message,
    );
}

/** The value of a row in the unit of reports. */
function valueOf(
  path: string,
  { line, value: { value: written, percent } }: ScoreRow,
  metric: ScoreMetric,
): { value: number; problems: string[] } {
  const value = percent || metric.percent ? written / 100 : written;
  if (isWithin(value, metric.range)) return { value, problems: [] };
  const looksLikePercent = metric.unit === 'share' && !percent && value > 1 && value <= 100;
  const details = {
    got: written,
    expected: percent ? '0 % to 100 %' : rangeText(metric),
    ...(looksLikePercent && {
      advice: 'For values from 0 to 100 add "unit": "percent" (--unit=percent), or write "48.4 %".',
    }),
  };
  const what = `${metric.label} cannot be this`;
  return { value, problems: [userError(csvPlace(path, line, 'value'), what, details).message] };
}

function cellsOf(
  valued: readonly { row: ScoreRow; value: number }[],
  metrics: ReadonlyMap<string, ScoreMetric>,
): ScoreCell[] {
  const cells = new Map<string, ScoreCell & { byArm: Map<string, ScoreRun[]> }>();
  for (const { row, value } of valued) {
    const { dataset, backbone, task, arm, n, seed, network } = row;
    const key = cellKey(row);
    const metric = metrics.get(task)!;
    const cell = cells.get(key) ?? { dataset, backbone, task, metric, arms: [], byArm: new Map() };
    cells.set(key, cell);
    const runs = cell.byArm.get(arm) ?? [];
    runs.push({ n, seed, value, network });
    cell.byArm.set(arm, runs);
  }
  return [...cells.values()].map(({ byArm, ...cell }) => ({
    ...cell,
    arms: scratchFirst([...byArm]).map(([arm, runs]) => ({ arm, runs: sortedRuns(runs) })),
  }));
}

const scratchFirst = <T>(arms: [string, T][]): [string, T][] => [
  ...arms.filter(([arm]) => arm === SCRATCH),
  ...arms.filter(([arm]) => arm !== SCRATCH),
];

/** By budget and seed, so that the order of the rows changes nothing. */
const sortedRuns = (runs: readonly ScoreRun[]): ScoreRun[] =>
  runs.toSorted((a, b) => a.n - b.n || a.seed - b.seed);
