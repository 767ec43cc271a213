import { parse } from 'csv-parse/sync';
import { nearestName, userError } from '@nhat/documents';
import { csvStart } from '@nhat/documents/csv-start';
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
const USUAL: Record<TableColumn, readonly string[]> = {
  image: ['file_name', 'filename', 'file', 'image', 'image_path', 'path'],
  label: ['label', 'class', 'category', 'target'],
  split: ['split'],
  group: ['group'],
};

const NEEDED: readonly TableColumn[] = ['image', 'label'];

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Reads a table of labels: CSV in UTF-8 with a row of names, separated by commas, semicolons or tabs. Throws a UserError with the
 * line of the first row that cannot be read, and for a table without rows.
 */
export function readTable(path: string, columns: Record<TableColumn, string>): TableRow[] {
  const text = textOf(path);
  const [head, ...rows] = parsed(path, text).filter(({ record }) =>
    record.some((cell) => cell.trim() !== ''),
  );
  if (head === undefined) {
    throw userError(path, 'an empty table', {
      expected: 'a row of names, then a row for each image',
    });
  }
  if (rows.length === 0) {
    throw userError(path, 'no row below the names of the columns', {
      expected: 'a row for each image with a label',
    });
  }
  const names = head.record.map((name) => name.trim());
  const at = Object.fromEntries(
    (Object.keys(USUAL) as TableColumn[]).map((column) => [
      column,
      columnAt(`${path}:${head.info.lines}`, names, column, columns[column]),
    ]),
  ) as Record<TableColumn, number>;
  const field = ({ record }: Parsed, column: TableColumn) => (record[at[column]] ?? '').trim();
  return rows.map((row) => ({
    line: row.info.lines,
    image: field(row, 'image')
      .replace(/\\/g, '/')
      .replace(/^(\.\/)+/, '')
      .normalize('NFC'),
    label: field(row, 'label').normalize('NFC'),
    split: field(row, 'split'),
    group: field(row, 'group'),
  }));
}

function parsed(path: string, content: string): Parsed[] {
  const { text, delimiter, skipped } = csvStart(content);
  try {
    const options = { delimiter, info: true, skip_empty_lines: true };
    const records = parse(text, options) as unknown as Parsed[];
    return records.map(({ record, info: { lines } }) => {
      return { record, info: { lines: lines + skipped } };
    });
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    const line = lines ?? Number(/on line (\d+)/.exec(message)?.[1] ?? 1);
    throw userError(`${path}:${line + skipped}`, `not a CSV table: ${message}`, {
      expected: 'as many fields in each row as in the first, and closed quotes',
    });
  }
}

function columnAt(where: string, names: string[], column: TableColumn, given: string): number {
  const wanted = given === '' ? USUAL[column] : [given];
  const at = wanted.map((name) => names.indexOf(name)).find((place) => place >= 0);
  if (at !== undefined) return at;
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

/** The text of a file in UTF-8; `advice` says what to do where there is none. Throws a UserError. */
export function textOf(
  path: string,
  advice = 'Correct "table" in the document of the dataset.',
): string {
  const bytes = readNamedFile(path, { missing: 'no such table', advice });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw userError(path, 'not UTF-8', { advice: 'Save the table as "CSV UTF-8".' });
  }
}
