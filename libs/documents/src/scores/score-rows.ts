import { SCRATCH } from '../added-runs';
import { unknownName } from '../schema-problem';
import { userError } from '../user-error';
import { cellCount } from './cell-count';
import { cellNumber } from './cell-number';
import type { CellNumber } from './cell-number';
import { csvPlace } from './csv-rows';
import type { CsvRows } from './csv-rows';

/** The columns of a table of scores. */
const REQUIRED_COLUMNS = ['arm', 'n', 'seed', 'value'] as const;
const OPTIONAL_COLUMNS = ['dataset', 'task', 'backbone', 'pretraining'] as const;
const COLUMNS: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];

/** One row of a table of scores. */
export interface ScoreRow {
  line: number;
  dataset: string;
  backbone: string;
  task: string;
  arm: string;
  /** Labelled images. */
  n: number;
  seed: number;
  value: CellNumber;
  /** Number of the pretrained network; null from scratch. */
  network: number | null;
}

/** Equal for rows of one cell. */
export const cellKey = ({ dataset, backbone, task }: ScoreRow): string =>
  JSON.stringify([dataset, backbone, task]);

/** What the document says of all rows. */
export interface RowSettings {
  dataset: string;
  backbone: string;
  task: string;
  /** `one`: all runs of a method start from one network; `seeds`: each seed has its own. A column `pretraining` says it row by row. */
  pretraining: 'one' | 'seeds';
  /** Columns that are not read. */
  ignore: readonly string[];
}

/** The largest length of a name in a cell, in characters. */
const MAX_NAME = 60;

/** Characters without a width that a name takes along from a web page or an editor. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/;

/** A row of a table of scores as far as it could be read. */
export interface ReadRow {
  row: ScoreRow;
  /** Columns of which the row has no value: what `row` has in their place says nothing. */
  unread: ReadonlySet<string>;
}

/** The rows with a value in each of these columns. */
export const rowsWith = (
  rows: readonly ReadRow[],
  ...columns: readonly (keyof ScoreRow)[]
): ScoreRow[] =>
  rows.filter(({ unread }) => !columns.some((name) => unread.has(name))).map(({ row }) => row);

/** Reads the rows of a table of scores, and says what is wrong with its columns and cells: file, line, column, what to do. */
export function scoreRows(
  table: CsvRows,
  settings: RowSettings,
): { rows: ReadRow[]; problems: string[] } {
  const columns = columnsOf(table, settings);
  const rows = table.rows.map((row) => rowOf(table.path, row, columns.found, settings));
  return {
    rows,
    problems: [
      ...columns.problems,
      ...table.problems,
      ...rows.flatMap(({ problems }) => problems),
      ...twoDecimals(table.path, rowsWith(rows, 'value')),
      ...thousandsAmongValues(table.path, rowsWith(rows, 'value')),
      ...namesByCase(table.path, rows),
    ],
  };
}

/** Index of each column by its name in lower case, and what is wrong with them. */
function columnsOf(
  { path, columns, columnsLine }: CsvRows,
  { ignore, pretraining }: RowSettings,
): { found: Map<string, number>; problems: string[] } {
  const ignored = ignore.map((name) => name.toLowerCase());
  const found = new Map<string, number>();
  const problems = columns.flatMap((written, at) => {
    const name = written.toLowerCase();
    const place = csvPlace(path, columnsLine, written);
    if (ignored.includes(name)) return [];
    if (!COLUMNS.includes(name)) return [unknownColumn(place, written)];
    if (found.has(name)) {
      const details = { got: written, expected: 'each column once', advice: 'Remove one of them.' };
      return [userError(place, 'a column twice', details).message];
    }
    found.set(name, at);
    return [];
  });
  const missing = REQUIRED_COLUMNS.filter((name) => !found.has(name)).map(
    (name) =>
      userError(csvPlace(path, columnsLine), `column "${name}" is missing`, {
        got: columns.join(', '),
        expected: `${REQUIRED_COLUMNS.join(', ')}; also ${OPTIONAL_COLUMNS.join(', ')}`,
        advice: 'The first row must have the names of the columns.',
      }).message,
  );
  const absent = ignore.filter(
    (name) => !columns.some((column) => column.toLowerCase() === name.toLowerCase()),
  );
  const unused = absent.map((name) => unknownName(`${path} › ignored columns`, name, columns));
  const twice =
    found.has('pretraining') && pretraining === 'seeds'
      ? [
          userError(csvPlace(path, columnsLine, 'pretraining'), 'networks are stated twice', {
            got: '"pretraining": "seeds" beside the column',
            expected: 'one of the two',
          }).message,
        ]
      : [];
  return { found, problems: [...problems, ...missing, ...unused, ...twice] };
}

/** What may be done about a column that a document passes over. */
export const MAY_IGNORE = 'A column that says nothing of these can be listed in "ignore".';

function unknownColumn(place: string, name: string): string {
  const message = unknownName(place, name, COLUMNS);
  const end = message.endsWith('?') ? '' : '.';
  return `${message}${end} ${MAY_IGNORE}`;
}

function rowOf(
  path: string,
  { line, cells }: CsvRows['rows'][number],
  columns: ReadonlyMap<string, number>,
  settings: RowSettings,
): ReadRow & { problems: string[] } {
  const problems: string[] = [];
  const unread = new Set<string>(REQUIRED_COLUMNS.filter((column) => !columns.has(column)));
  const text = (column: string) => {
    const at = columns.get(column);
    return at === undefined ? undefined : cells[at]!;
  };
  const fault = (column: string, what: string, expected: string, advice?: string) => {
    const got = text(column)!;
    const details = { got, expected, ...(advice !== undefined && { advice }) };
    unread.add(column);
    problems.push(userError(csvPlace(path, line, column), what, details).message);
  };
  const name = (column: string, otherwise: string): string => {
    const written = text(column)?.normalize('NFC');
    if (written === undefined) return otherwise;
    const [invisible] = INVISIBLE.exec(written) ?? [];
    if (written === '') fault(column, 'an empty cell', 'a name');
    else if (written.length > MAX_NAME) fault(column, 'too long', `at most ${MAX_NAME} characters`);
    else if (/\p{Cc}/u.test(written)) fault(column, 'a line break or a tab', 'a name on one line');
    else if (invisible !== undefined) {
      const code = invisible.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      fault(column, 'an invisible character', `a name without U+${code}`, 'Type the name again.');
    }
    return written;
  };
  const count = (column: string, least: number, what: string): number => {
    const cell = text(column);
    if (cell === undefined) return least;
    const read = cellCount(cell, least);
    if (typeof read === 'number') return read;
    fault(column, read.what, what, read.advice);
    return least;
  };
  const written = name('arm', '');
  const arm = written.toLowerCase() === SCRATCH ? SCRATCH : written;
  const cell = text('value');
  const value = cell === undefined ? undefined : cellNumber(cell);
  if (cell !== undefined && value === undefined) {
    const what = cell === '' ? 'an empty cell' : 'not a number';
    const advice = 'Remove the row of a run that failed, or repeat the run.';
    fault('value', what, 'a number, e.g. 0.484', advice);
  }
  const row = {
    line,
    dataset: name('dataset', settings.dataset),
    backbone: name('backbone', settings.backbone),
    task: name('task', settings.task),
    arm,
    n: count('n', 1, 'the number of labelled images, at least 1'),
    seed: count('seed', 0, 'a whole number from 0 on, the same for runs on the same labels'),
    value: value ?? { value: 0, decimal: null, percent: false, thousands: false },
  };
  return { row: { ...row, network: networkIn(row) }, unread, problems };

  function networkIn({ seed }: { seed: number }): number | null {
    const given = text('pretraining');
    if (arm === SCRATCH) {
      if (given) fault('pretraining', 'a network of a run from scratch', 'an empty cell');
      return null;
    }
    if (given !== undefined) return count('pretraining', 0, 'the number of the pretrained network');
    return settings.pretraining === 'seeds' ? seed : 0;
  }
}

/** A file in which `1,234` might be both has one decimal sign. */
function twoDecimals(path: string, rows: readonly ScoreRow[]): string[] {
  const first = rows.find(({ value }) => value.decimal !== null);
  const other = rows.find(
    ({ value: { decimal } }) => decimal !== null && decimal !== first?.value.decimal,
  );
  if (first === undefined || other === undefined) return [];
  return [
    userError(csvPlace(path, other.line, 'value'), 'another decimal sign than above', {
      got: other.value.decimal,
      expected: `${first.value.decimal} as in line ${first.line}`,
      advice: 'Write all numbers alike, without separators of thousands.',
    }).message,
  ];
}

/** Values of which all with a decimal sign are written as `1,234`, beside one such as 350, of which they may be thousands. */
function thousandsAmongValues(path: string, rows: readonly ScoreRow[]): string[] {
  const signed = rows.filter(({ value: { decimal } }) => decimal !== null);
  const large = rows.find(({ value: { value, decimal } }) => decimal === null && value > 100);
  const [first] = signed;
  if (first === undefined || large === undefined) return [];
  if (!signed.every(({ value: { thousands } }) => thousands)) return [];
  const { value, decimal } = first.value;
  const written = value.toFixed(3).replace('.', decimal!);
  return [
    userError(csvPlace(path, first.line, 'value'), 'a number that may be read in two ways', {
      got: `${written}, beside ${large.value.value} in line ${large.line}`,
      expected: `${value} as ${value.toFixed(4)}, or ${1000 * value} without a separator of thousands`,
    }).message,
  ];
}

/** Names that differ in upper and lower case or in spaces alone are typing errors. */
function namesByCase(path: string, read: readonly ReadRow[]): string[] {
  return (['dataset', 'backbone', 'task', 'arm'] as const).flatMap((column) => {
    const first = new Map<string, ScoreRow>();
    const reported = new Set<string>();
    return rowsWith(read, column).flatMap((row) => {
      const key = row[column].toLowerCase().replace(/[\s_-]+/g, ' ');
      const before = first.get(key) ?? row;
      first.set(key, before);
      if (before[column] === row[column] || reported.has(row[column])) return [];
      reported.add(row[column]);
      return [
        userError(csvPlace(path, row.line, column), 'almost the same name as another', {
          got: row[column],
          expected: `"${before[column]}" as in line ${before.line}, or a name that differs in letters or digits`,
        }).message,
      ];
    });
  });
}
