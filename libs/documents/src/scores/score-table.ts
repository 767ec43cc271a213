import { SCRATCH } from '../added-runs';
import type { DocumentFile } from '../parse-document';
import type { Registries } from '../registry';
import { userError } from '../user-error';
import { throwProblems } from '../validate';
import { csvPlace, csvRows } from './csv-rows';
import { cellsWithoutCurve, mixedPercent, runsTwice } from './score-faults';
import { isWithin, rangeText, scoreMetric } from './score-metric';
import type { MetricSettings, ScoreMetric } from './score-metric';
import { cellKey, scoreRows } from './score-rows';
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
 * column for cells that cannot be read, values that the metric cannot have, runs that are there twice, and cells without a curve from scratch.
 */
export function scoreTable(
  document: string,
  file: DocumentFile,
  settings: TableSettings,
  tasks: Registries['tasks'],
): ScoreTable {
  if (file.fault !== undefined) throw file.fault;
  const { path } = file;
  const rows = scoreRows(csvRows(path, file.text), settings);
  if (rows.length > MAX_RUNS) {
    throw userError(path, `${rows.length.toLocaleString('en')} runs are too many`, {
      expected: `at most ${MAX_RUNS.toLocaleString('en')}`,
    });
  }
  const metrics = new Map(
    [...new Set(rows.map(({ task }) => task))].map((task) => [
      task,
      scoreMetric(document, task, settings, tasks),
    ]),
  );
  throwProblems(unknownTasks(document, settings, [...metrics.keys()]));
  throwProblems([
    ...mixedPercent(path, rows, metrics),
    ...runsTwice(path, rows),
    ...cellsWithoutCurve(path, rows),
  ]);
  const valued = rows.map((row) => ({ row, ...valueOf(path, row, metrics.get(row.task)!) }));
  throwProblems(valued.flatMap(({ problems }) => problems));
  return { path, runs: rows.length, cells: cellsOf(valued, metrics) };
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
export const sortedRuns = (runs: readonly ScoreRun[]): ScoreRun[] =>
  runs.toSorted((a, b) => a.n - b.n || a.seed - b.seed);
