import { parse } from 'csv-parse/sync';
import { csvStart } from '@nhat/documents/csv-start';
import { textOf } from '../folder/read-table';
import { faultyRow } from './feature-row';
import type { FeatureRow, FeatureTable } from './feature-row';

/**
 * Reads CSV in UTF-8: the first column names the image, all others are numbers; a row of names at the top may be missing. Lines without
 * quotation marks are cut here, because the reader of CSV makes an object for every field, and there are millions. What is wrong with a
 * row is in the row.
 */
export function csvFeatures(path: string, where: string): FeatureTable {
  const { text, delimiter, skipped } = csvStart(textOf(path, { shown: where }));
  const rows: FeatureRow[] = [];
  let [line, isFirst] = [skipped, true];
  let dimensions: number | undefined;
  for (const content of linesOf(text)) {
    line++;
    if (content.trim() === '') continue;
    const at = `${where}:${line}`;
    const fields = fieldsOf(content, delimiter);
    if (typeof fields === 'string') {
      rows.push(faultyRow(at, '', `not a row of a CSV table: ${fields}`, CLOSED));
      continue;
    }
    const [name = '', ...numbers] = fields;
    const image = name.trim();
    const isNames = isFirst && numbers.every((field) => !isNumber(field));
    isFirst = false;
    if (isNames) {
      dimensions = numbers.length;
      continue;
    }
    dimensions ??= numbers.length;
    rows.push(
      image === ''
        ? faultyRow(at, '', 'no image', { expected: 'the name of an image in the first column' })
        : rowOf(at, image, numbers, dimensions),
    );
  }
  return { rows, dimensions: dimensions ?? 0 };
}

/** The lines of a text, each of which may end in LF, CRLF or CR. */
function* linesOf(text: string): Generator<string> {
  let start = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) {
    yield text.slice(start, index);
    start = index + end.length;
  }
  if (start < text.length) yield text.slice(start);
}

/** The fields of a line, or why there are none. */
function fieldsOf(line: string, delimiter: string): string[] | string {
  if (!line.includes('"')) return line.split(delimiter);
  try {
    return (parse(line, { delimiter }) as string[][])[0]!;
  } catch (error) {
    return (error as Error).message;
  }
}

const CLOSED = { expected: 'fields with closed quotation marks in one line' };

/** Words for numbers that are not finite count as numbers, so that a first row with one is not taken for names. */
const isNumber = (field: string): boolean =>
  field.trim() !== '' &&
  (!Number.isNaN(Number(field)) || /^[+-]?(nan|inf(inity)?)$/i.test(field.trim()));

function rowOf(
  where: string,
  image: string,
  fields: readonly string[],
  dimensions: number,
): FeatureRow {
  if (fields.length !== dimensions) {
    return faultyRow(where, image, 'a row of another length', {
      got: `${fields.length} numbers`,
      expected: `${dimensions} numbers, as in the first row`,
    });
  }
  const values = new Float32Array(fields.length);
  for (const [k, field] of fields.entries()) {
    const value = field.trim() === '' ? NaN : Math.fround(Number(field));
    if (!Number.isFinite(value)) {
      return faultyRow(where, image, 'not a finite number', {
        got: `${field.trim() || 'nothing'} in column ${k + 2}`,
        expected: 'a finite number in the range of float32, with a point for decimals',
      });
    }
    values[k] = value;
  }
  return { where, image, values };
}
