import { parse } from 'csv-parse/sync';
import { userError } from '@nhat/documents';
import { csvStart } from '@nhat/documents/csv-start';
import { textOf } from '../folder/read-table';
import type { FeatureRow, FeatureTable } from './feature-row';

/**
 * Reads CSV in UTF-8: the first column names the image, all others are numbers; a row of names at the top may be missing. Lines without
 * quotation marks are cut here, because the reader of CSV makes an object for every field, and there are millions.
 */
export function csvFeatures(path: string, where: string): FeatureTable {
  const { text, delimiter, skipped } = csvStart(textOf(path, { shown: where }));
  const rows: FeatureRow[] = [];
  let [line, dimensions, isFirst] = [skipped, 0, true];
  for (const content of linesOf(text)) {
    line++;
    if (content.trim() === '') continue;
    const at = `${where}:${line}`;
    const [image, ...numbers] = fieldsOf(content, delimiter, at);
    const isNames = isFirst && numbers.every((field) => !isNumber(field));
    isFirst = false;
    if (isNames) {
      dimensions = numbers.length;
      continue;
    }
    if (rows.length === 0 && dimensions === 0) dimensions = numbers.length;
    if (image!.trim() === '') {
      throw userError(at, 'no image', { expected: 'the name of an image in the first column' });
    }
    rows.push({ where: at, image: image!.trim(), values: valuesOf(numbers, dimensions, at) });
  }
  return { rows, dimensions };
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}

function fieldsOf(line: string, delimiter: string, at: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  try {
    return (parse(line, { delimiter }) as string[][])[0]!;
  } catch (error) {
    throw userError(at, `not a row of a CSV table: ${(error as Error).message}`, {
      expected: 'fields with closed quotation marks in one line',
    });
  }
}

/** Words for numbers that are not finite count as numbers, so that a first row with one is not taken for names. */
const isNumber = (field: string): boolean =>
  field.trim() !== '' &&
  (!Number.isNaN(Number(field)) || /^[+-]?(nan|inf(inity)?)$/i.test(field.trim()));

function valuesOf(fields: readonly string[], dimensions: number, at: string): Float32Array {
  if (fields.length !== dimensions) {
    throw userError(at, 'a row of another length', {
      got: `${fields.length} numbers`,
      expected: `${dimensions} numbers, as in the first row`,
    });
  }
  const values = new Float32Array(fields.length);
  fields.forEach((field, k) => {
    const value = field.trim() === '' ? NaN : Math.fround(Number(field));
    if (!Number.isFinite(value)) {
      throw userError(at, 'not a finite number', {
        got: `${field.trim() || 'nothing'} in column ${k + 2}`,
        expected: 'a finite number in the range of float32, with a point for decimals',
      });
    }
    values[k] = value;
  });
  return values;
}
