import { CsvError, parse } from 'csv-parse/sync';
import { LINE_ENDS, csvStart } from '../csv-start';
import { userError } from '../user-error';

/** The cells of a CSV file as text, trimmed, with what is needed to name a place in it. */
export interface CsvRows {
  path: string;
  /** Names of the columns as they were written; those without a name and without a cell are left out. */
  columns: string[];
  /** The line of these names, from 1. */
  columnsLine: number;
  rows: CsvRow[];
  /** What is wrong with rows that cannot be divided into these columns; those are not among `rows`. */
  problems: string[];
}

export interface CsvRow {
  /** From 1, as editors and spreadsheets count; the last line of a row whose quoted cells span several. */
  line: number;
  /** As many as there are columns. */
  cells: string[];
}

/** `scores.csv › line 3, column "value"` */
export const csvPlace = (path: string, line: number, column?: string): string =>
  `${path} › line ${line}${column === undefined ? '' : `, column "${column}"`}`;

/**
 * Reads a CSV file whose first row has the names of its columns. Cells are separated by commas, semicolons or tabs, whichever the
 * first row has most of; lines end in LF, CRLF or CR, or in several of these. A byte order mark, empty rows, a first line `sep=;` and
 * the numbers of rows that pandas and R write are passed over. Rows with another number of cells are in `problems`. Throws a UserError
 * with the line of a stray quote, beyond which no row can be told, for JSON and for a file without rows.
 */
export function csvRows(path: string, content: string): CsvRows {
  const { text, delimiter, skipped } = csvStart(content);
  if (/^\s*[[{]/.test(text)) {
    throw userError(path, 'JSON in place of a table', {
      expected: 'CSV: a row of column names (arm, n, seed, value), and a row for each run',
      advice: 'Write it as CSV: pandas.read_json(…).to_csv(…, index=False).',
    });
  }
  const records = recordsOf(path, text, delimiter, skipped).map(({ record, info }) => ({
    line: info.lines + skipped,
    cells: record,
  }));
  const [first, ...rest] = records.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (first === undefined || rest.length === 0) {
    throw userError(path, first === undefined ? 'empty' : 'no row below the names of the columns', {
      expected: 'a row of column names (arm, n, seed, value), and a row for each run',
    });
  }
  const head = areNumberedRows(first, rest) ? { ...first, cells: ['', ...first.cells] } : first;
  if (head.cells.length === 1) {
    throw userError(csvPlace(path, head.line), 'one cell in the first row', {
      got: head.cells[0],
      expected: 'the names of the columns, separated by commas, semicolons or tabs',
    });
  }
  const [even, uneven] = [true, false].map((isEven) =>
    rest.filter(({ cells }) => (cells.length === head.cells.length) === isEven),
  ) as [CsvRow[], CsvRow[]];
  const named = withoutUnnamed(path, head, even);
  const problems = uneven.map((row) => unevenRow(path, row, delimiter));
  return { path, ...named, problems: [...problems, ...named.problems] };
}

interface ParsedRecord {
  record: string[];
  info: { lines: number };
}

function recordsOf(path: string, text: string, delimiter: string, skipped: number): ParsedRecord[] {
  try {
    const options = {
      delimiter,
      record_delimiter: LINE_ENDS,
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    };
    return parse(text, options) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    const place = csvPlace(path, (lines ?? 1) + skipped);
    throw userError(place, 'a quotation mark in the wrong place', {
      expected: 'quotes around a whole cell, and "" for a quote in it',
      advice: 'Save the table as CSV again, or remove the quote.',
    });
  }
}

function unevenRow(path: string, { line, cells }: CsvRow, delimiter: string): string {
  const named = delimiter === '\t' ? 'tabs' : delimiter === ';' ? 'semicolons' : 'commas';
  return userError(csvPlace(path, line), 'another number of cells than the first row', {
    got: cells.length,
    expected: `as many as there are column names, separated by ${named}`,
    advice:
      delimiter === ','
        ? 'Numbers with decimal commas need quotes, or semicolons between the cells.'
        : 'Add or remove a separator.',
  }).message;
}

/** Whether each row begins with its number and the first one has no name for it, as `write.table` of R leaves them. */
const areNumberedRows = (head: CsvRow, rows: readonly CsvRow[]): boolean =>
  rows.every(
    ({ cells }, at) => cells.length === head.cells.length + 1 && cells[0] === String(at + 1),
  );

/** Spreadsheets write empty columns beside a table; pandas and R write the numbers of the rows before it. */
function withoutUnnamed(path: string, head: CsvRow, rows: CsvRow[]): Omit<CsvRows, 'path'> {
  const unnamed = head.cells.flatMap((name, at) => (name === '' ? [at] : []));
  const isIndex = unnamed[0] === 0 && areRowNumbers(rows.map(({ cells }) => cells[0]!));
  const problems = rows.flatMap(({ line, cells }) => {
    const at = unnamed.find((index) => cells[index] !== '' && !(isIndex && index === 0));
    if (at === undefined) return [];
    return userError(csvPlace(path, line), `a cell in column ${at + 1}, which has no name`, {
      got: cells[at],
      expected: 'a name for each column in the first row',
      advice: 'Name the column, or remove it.',
    }).message;
  });
  const named = ({ cells }: CsvRow) => cells.filter((_, at) => !unnamed.includes(at));
  return {
    columns: named(head),
    columnsLine: head.line,
    rows: rows.map((row) => ({ line: row.line, cells: named(row) })),
    problems,
  };
}

/** Whether the cells of a column number the rows, which may have been sorted or left out since. */
const areRowNumbers = (cells: readonly string[]): boolean =>
  cells.every((cell) => /^\d+$/.test(cell)) && new Set(cells).size === cells.length;
