import { parse } from 'csv-parse/sync';
import { csvStart } from '@nhat/documents/csv-start';
import { textOf } from '../folder/read-table';
import { areCounted, featureColumns } from './feature-columns';
import type { FeatureColumns } from './feature-columns';
import { faultyRow } from './feature-row';
import type { FeatureRow, FeatureTable } from './feature-row';

/** A line with its fields, without spaces around them. */
interface Line {
  /** Where it stands, for messages. */
  at: string;
  /** Or why there are none. */
  fields: string[] | string;
}

/**
 * Reads CSV in UTF-8: one column names the image, all others are numbers, with decimal commas where semicolons or tabs separate them; a row of
 * names at the top may be missing where the names of the images come first. Lines without quotation marks are cut here, because the reader of
 * CSV makes an object for every field, and there are millions. What is wrong with a row is in the row. Throws a UserError where columns
 * cannot be told.
 */
export function csvFeatures(path: string, where: string): FeatureTable {
  const { text, delimiter, skipped } = csvStart(textOf(path, { shown: where }));
  const decimal = delimiter === ',' ? '.' : decimalOf(text);
  const lines = linesOf(text, { where, delimiter, skipped });
  const start = [lines.next(), lines.next()].flatMap(({ value, done }) => (done ? [] : [value]));
  const names = namesIn(start, decimal);
  const own = names === null ? start : start.slice(1);
  const first = own.map(({ fields }) => fields).find((fields) => Array.isArray(fields));
  const width = (names ?? first ?? []).length;
  const columns =
    own.length === 0
      ? { image: 0, numbers: [] }
      : featureColumns(where, names, textsIn(first ?? []), width);
  const rows: FeatureRow[] = [];
  const add = (line: Line) => rows.push(rowOf(line, { columns, width, decimal }));
  own.forEach(add);
  for (const line of lines) add(line);
  return { rows, dimensions: columns.numbers.length };
}

/** The lines of a text that are not empty; each may end in LF, CRLF or CR. */
function* linesOf(
  text: string,
  { where, delimiter, skipped }: { where: string; delimiter: string; skipped: number },
): Generator<Line, undefined> {
  let [start, line] = [0, skipped];
  const read = (content: string): Line[] => {
    line++;
    if (content.trim() === '') return [];
    return [{ at: `${where}:${line}`, fields: fieldsOf(content, delimiter) }];
  };
  for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) {
    yield* read(text.slice(start, index));
    start = index + end.length;
  }
  yield* read(text.slice(start));
}

/** The fields of a line, or why there are none. */
function fieldsOf(line: string, delimiter: string): string[] | string {
  if (!line.includes('"')) return line.split(delimiter).map((field) => field.trim());
  try {
    return (parse(line, { delimiter }) as string[][])[0]!.map((field) => field.trim());
  } catch (error) {
    return (error as Error).message;
  }
}

const CLOSED = { expected: 'fields with closed quotation marks in one line' };

/** The decimal sign of numbers between semicolons or tabs: that of the first one that has any. */
const decimalOf = (text: string): string =>
  /[;\t]\s*"?[+-]?\d*([.,])\d+(e[+-]?\d+)?"?\s*(?=[;\t\r\n]|$)/i.exec(text)?.[1] ?? '.';

/** NaN for all that is no number with this decimal sign. */
function numberOf(field: string, decimal: string): number {
  if (decimal === '.') return field === '' ? NaN : Number(field);
  return field === '' || field.includes('.') ? NaN : Number(field.replace(decimal, '.'));
}

/** Words for numbers that are not finite count as numbers, so that a first row with one is not taken for names. */
const isNumber = (field: string, decimal: string): boolean =>
  !Number.isNaN(numberOf(field, decimal)) || MISSING.test(field);

const MISSING = /^([+-]?(nan|inf(inity)?)|na|n\/a|#n\/a|null|none)$/i;

/** Places of fields with letters that are no numbers. */
const textsIn = (fields: readonly string[]): number[] =>
  fields.flatMap((field, at) => (isText(field) ? [at] : []));

const isText = (field: string): boolean =>
  /[\p{L}/\\]/u.test(field) && !isNumber(field, '.') && !isNumber(field, ',');

/** The names of the columns, where the first of two rows has these. */
function namesIn([first, second]: readonly Line[], decimal: string): string[] | null {
  if (first === undefined || !Array.isArray(first.fields)) return null;
  const { fields } = first;
  const below = Array.isArray(second?.fields) ? second.fields : [];
  const found = textsIn(below);
  const texts = found.length === 0 ? [0] : found;
  const others = fields.filter((_, place) => !texts.includes(place));
  if (others.length === 0) return null;
  if (!others.some((field) => isNumber(field, decimal))) return fields;
  // A path in the place of the name tells a row of an image from a row of names.
  if (/[./\\›]|^[0-9a-f]{64}$/i.test(fields[texts[0]!] ?? '')) return null;
  const isNamed = fields.some(
    (field, place) => isText(field) && isNumber(below[place] ?? '', decimal),
  );
  const untitled = fields.filter((field, place) => field !== '' && !found.includes(place));
  return isNamed || areCounted(untitled) ? fields : null;
}

interface Layout {
  columns: FeatureColumns;
  /** Fields of a row. */
  width: number;
  decimal: string;
}

function rowOf({ at, fields }: Line, { columns, width, decimal }: Layout): FeatureRow {
  if (typeof fields === 'string') {
    return faultyRow(at, '', `not a row of a CSV table: ${fields}`, CLOSED);
  }
  const image = fields[columns.image] ?? '';
  const { numbers } = columns;
  if (image === '') {
    const expected = `the name of an image in column ${columns.image + 1}`;
    return faultyRow(at, '', 'no image', { expected });
  }
  if (fields.length !== width) {
    return faultyRow(at, image, 'a row of another length', {
      got: `${numbers.length + fields.length - width} numbers`,
      expected: `${numbers.length} numbers, as in the first row`,
    });
  }
  const values = new Float32Array(numbers.length);
  for (const [k, place] of numbers.entries()) {
    const value = Math.fround(numberOf(fields[place]!, decimal));
    if (!Number.isFinite(value)) {
      return faultyRow(at, image, 'not a finite number', {
        got: `${fields[place] || 'nothing'} in column ${place + 1}`,
        expected: `a finite number in the range of float32, with a ${decimal === '.' ? 'point' : 'comma'} for decimals`,
      });
    }
    values[k] = value;
  }
  return { where: at, image, values };
}
