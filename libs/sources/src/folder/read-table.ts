import { parse } from 'csv-parse/sync';
import { nearestName, userError } from '@nhat/documents';
import { LINE_ENDS, csvStart } from '@nhat/documents/csv-start';
import { readNamedFile } from '../named-path';
import type { TableColumn } from './options';

/** A row of the table of a dataset. */
export interface TableRow {
  /** Number of its line in the file, from 1. */
  line: number;
  /** Path of the image as the table gives it, with `/` and in Unicode's composed form. */
  image: string;
  label: string;
  /** Empty where the table gives none. */
  split: string;
  group: string;
}

/** Names of columns that are found without being given; in the order of preference. */
export const USUAL_COLUMNS: Record<TableColumn, readonly string[]> = {
  image: ['file_name', 'filename', 'file', 'image', 'image_path', 'path'],
  label: ['label', 'class', 'category', 'target'],
  split: ['split'],
  group: ['group'],
};

const NEEDED: readonly TableColumn[] = ['image', 'label'];

/** A column that is read where others have a usual name for the same. */
export interface ChosenColumn {
  /** What it has: `label`, say. */
  of: TableColumn;
  read: string;
  /** Columns that are not read. */
  passed: string[];
  /** Rows in which one of these says something else. */
  differing: number;
}

/** What a table says, and what is wrong with those of its rows that cannot be read. */
export interface ReadTable {
  rows: TableRow[];
  mistakes: string[];
  /** Choices between columns with usual names. */
  chosen: ChosenColumn[];
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Reads a table of labels: CSV in UTF-8 with a row of names, separated by commas, semicolons or tabs. `shown` is its path in messages.
 * Rows with another number of fields are in `mistakes`. Throws a UserError for a table that is not there, has no rows or no column of
 * images or labels, and for a stray quotation mark, beyond which no row can be told.
 */
export function readTable(
  path: string,
  columns: Record<TableColumn, string>,
  shown: string = path,
): ReadTable {
  const text = textOf(path, { shown });
  const [head, ...all] = parsed(shown, text).filter(({ record }) =>
    record.some((cell) => cell.trim() !== ''),
  );
  if (head === undefined) {
    throw userError(shown, 'an empty table', {
      expected: 'a row of names, then a row for each image',
    });
  }
  if (all.length === 0) {
    throw userError(shown, 'no row below the names of the columns', {
      expected: 'a row for each image with a label',
    });
  }
  const names = head.record.map((name) => name.trim());
  const headLine = `${shown}:${head.info.lines}`;
  const at = Object.fromEntries(
    (Object.keys(USUAL_COLUMNS) as TableColumn[]).map((column) => [
      column,
      columnAt(headLine, names, column, columns[column]),
    ]),
  ) as Record<TableColumn, number>;
  const isEven = ({ record }: Parsed) => record.length === names.length;
  const even = all.filter(isEven);
  const field = ({ record }: Parsed, column: TableColumn) => (record[at[column]] ?? '').trim();
  return {
    rows: even.map((row) => ({
      line: row.info.lines,
      image: field(row, 'image')
        .replace(/\\/g, '/')
        .replace(/^(\.\/)+/, '')
        .normalize('NFC'),
      label: field(row, 'label').normalize('NFC'),
      split: field(row, 'split'),
      group: field(row, 'group'),
    })),
    mistakes: all
      .filter((row) => !isEven(row))
      .map(({ record, info }) => unevenRow(`${shown}:${info.lines}`, record.length, names.length)),
    chosen: (Object.keys(USUAL_COLUMNS) as TableColumn[])
      .filter((column) => columns[column] === '')
      .flatMap((column) => chosenColumn(column, names, even)),
  };
}

const unevenRow = (where: string, got: number, expected: number): string =>
  userError(where, 'another number of fields than the row of names', {
    got,
    expected: String(expected),
    advice: 'Add or remove a separator, or put a field that holds one in quotation marks.',
  }).message;

function chosenColumn(
  of: TableColumn,
  names: readonly string[],
  rows: readonly Parsed[],
): ChosenColumn[] {
  const [read, ...passed] = usualPlaces(of, names);
  if (read === undefined || passed.length === 0) return [];
  const cell = ({ record }: Parsed, at: number) => record[at]!.trim();
  const differing = rows.filter((row) => passed.some((at) => cell(row, at) !== cell(row, read)));
  return [
    {
      ...{ of, read: names[read]!, passed: passed.map((at) => names[at]!) },
      differing: differing.length,
    },
  ];
}

/** The places of columns with a usual name: those that are written so in the order of preference, then those that differ in case. */
function usualPlaces(of: TableColumn, names: readonly string[]): number[] {
  const lower = names.map((name) => name.toLowerCase());
  const found = [names, lower].flatMap((written) =>
    USUAL_COLUMNS[of].flatMap((usual) => placesOf(usual, written)),
  );
  return [...new Set(found)];
}

const placesOf = (name: string, names: readonly string[]): number[] =>
  names.flatMap((one, at) => (one === name ? [at] : []));

function parsed(shown: string, content: string): Parsed[] {
  const { text, delimiter, skipped } = csvStart(content);
  try {
    const records = parse(text, {
      ...{ delimiter, info: true, skip_empty_lines: true, relax_column_count: true },
      record_delimiter: LINE_ENDS,
    }) as unknown as Parsed[];
    return records.map(({ record, info: { lines } }) => {
      return { record, info: { lines: lines + skipped } };
    });
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    const line = lines ?? Number(/on line (\d+)/.exec(message)?.[1] ?? 1);
    throw userError(`${shown}:${line + skipped}`, `not a CSV table: ${message}`, {
      expected: 'quotation marks around a whole field, and "" for one within it',
    });
  }
}

function columnAt(where: string, names: string[], column: TableColumn, given: string): number {
  const wanted = given === '' ? USUAL_COLUMNS[column] : [given];
  const [at] = given === '' ? usualPlaces(column, names) : placesOf(given, names);
  if (at !== undefined) {
    checkOnce(where, { names, wanted }, at);
    return at;
  }
  if (given === '' && !NEEDED.includes(column)) return -1;
  const nearest = given === '' ? undefined : nearestName(given, names);
  const inDocument = 'in the source of the dataset: "columns":';
  throw userError(where, `no column of the ${column === 'image' ? 'images' : `${column}s`}`, {
    got: names,
    expected: wanted.join(', '),
    advice:
      given === ''
        ? `Name it ${inDocument} { "${column}": … }.`
        : `${nearest === undefined ? '' : `Did you mean ${nearest}? `}Correct it ${inDocument} { "${column}": "${nearest ?? '…'}" }.`,
  });
}

/** Throws where another column has the name of the one that is read; other cases count where none is the `wanted` one. */
function checkOnce(
  where: string,
  { names, wanted }: Record<'names' | 'wanted', readonly string[]>,
  at: number,
): void {
  const read = names[at]!;
  const isWanted = wanted.includes(read);
  const same = names.filter((name) =>
    isWanted ? name === read : name.toLowerCase() === read.toLowerCase(),
  );
  if (same.length < 2) return;
  throw userError(where, 'a column twice', {
    got: same,
    expected: 'each column that is read once',
    advice: 'Remove one of them, or give it another name.',
  });
}

/** The text of a file in UTF-8; `shown` is its path in messages, `advice` says what to do where there is none. Throws a UserError. */
export function textOf(
  path: string,
  {
    shown = path,
    advice = 'Correct "table" in the document of the dataset.',
  }: { shown?: string; advice?: string } = {},
): string {
  const bytes = readNamedFile(path, { missing: 'no such table', advice, shown });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw userError(shown, 'not UTF-8', { advice: 'Save the table as "CSV UTF-8".' });
  }
}
