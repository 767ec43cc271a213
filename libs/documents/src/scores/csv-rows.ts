import { CsvError, parse } from 'csv-parse/sync';
import { csvStart } from '../csv-start';
import { userError } from '../user-error';

/** The cells of a CSV file as text, trimmed, with what is needed to name a place in it. */
export interface CsvRows {
  path: string;
  /** Names of the columns as they were written; those without a name and without a cell are left out. */
  columns: string[];
  /** The line of these names, from 1. */
  columnsLine: number;
  rows: CsvRow[];
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
 * first row has most of; lines end in LF or CRLF; a byte order mark, empty rows and a first line `sep=;` are passed over. Throws a
 * UserError with the line of a row that has another number of cells, of a stray quote, and for a file without rows.
 */
export function csvRows(path: string, content: string): CsvRows {
  const { text, delimiter, skipped } = csvStart(content);
  const records = recordsOf(path, text, delimiter, skipped).map(({ record, info }) => ({
    line: info.lines + skipped,
    cells: record,
  }));
  const [head, ...rest] = records.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (head === undefined || rest.length === 0) {
    throw userError(path, head === undefined ? 'empty' : 'no row below the names of the columns', {
      expected: 'a row of column names (arm, n, seed, value), and a row for each run',
    });
  }
  return { path, ...withoutUnnamed(path, head, rest) };
}

interface ParsedRecord {
  record: string[];
  info: { lines: number };
}

function recordsOf(path: string, text: string, delimiter: string, skipped: number): ParsedRecord[] {
  const named = delimiter === '\t' ? 'tabs' : delimiter === ';' ? 'semicolons' : 'commas';
  try {
    const options = { delimiter, info: true, skip_empty_lines: true, trim: true };
    return parse(text, options) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines, record } = error as CsvError & { lines?: number; record?: unknown[] };
    const place = csvPlace(path, (lines ?? 1) + skipped);
    if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
      throw userError(place, 'another number of cells than the first row', {
        got: record?.length ?? null,
        expected: `as many as there are column names, separated by ${named}`,
        advice:
          delimiter === ','
            ? 'Numbers with decimal commas need quotes, or semicolons between the cells.'
            : 'Add or remove a separator.',
      });
    }
    throw userError(place, 'a quotation mark in the wrong place', {
      expected: 'quotes around a whole cell, and "" for a quote in it',
      advice: 'Save the table as CSV again, or remove the quote.',
    });
  }
}

/** Spreadsheets write empty columns beside a table. */
function withoutUnnamed(path: string, head: CsvRow, rows: CsvRow[]): Omit<CsvRows, 'path'> {
  const unnamed = head.cells.flatMap((name, at) => (name === '' ? [at] : []));
  for (const { line, cells } of rows) {
    const at = unnamed.find((index) => cells[index] !== '');
    if (at === undefined) continue;
    throw userError(csvPlace(path, line), `a cell in column ${at + 1}, which has no name`, {
      got: cells[at],
      expected: 'a name for each column in the first row',
      advice: 'Name the column, or remove it.',
    });
  }
  const named = ({ cells }: CsvRow) => cells.filter((_, at) => !unnamed.includes(at));
  return {
    columns: named(head),
    columnsLine: head.line,
    rows: rows.map((row) => ({ line: row.line, cells: named(row) })),
  };
}
