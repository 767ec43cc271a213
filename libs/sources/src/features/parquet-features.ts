import { openParquet } from '../packed/parquet';
import { featureColumns, noNames } from './feature-columns';
import { faultyRow } from './feature-row';
import type { FeatureRow, FeatureTable } from './feature-row';

/**
 * Reads a Parquet table: one column of texts names the image; the others are numbers, or one of them is a list of numbers. Rows count from 0 in
 * messages. Throws a UserError where columns cannot be told.
 */
export async function parquetFeatures(path: string, where: string): Promise<FeatureTable> {
  const table = await openParquet(path, where);
  const names = table.columns;
  const rows: FeatureRow[] = [];
  let columns: ReturnType<typeof featureColumns> | undefined;
  for await (const row of table.read(names)) {
    const at = `${where}, row ${rows.length}`;
    const texts = names.flatMap((name, place) => (textOf(row[name]) === undefined ? [] : [place]));
    if (columns === undefined && texts.length === 0) throw noNames(where, names);
    columns ??= featureColumns(where, names, texts, names.length);
    const image = textOf(row[names[columns.image]!]);
    if (image === undefined) {
      const got = String(row[names[columns.image]!]);
      const expected = `the name of an image in the column ${names[columns.image]!}`;
      rows.push(faultyRow(at, '', 'no image', { got, expected }));
      continue;
    }
    const numbers = columns.numbers.flatMap((place) => numbersOf(row[names[place]!]));
    rows.push({ where: at, image, values: Float32Array.from(numbers) });
  }
  return { rows, dimensions: rows.find(({ fault }) => fault === undefined)?.values.length ?? 0 };
}

function textOf(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** What is no number becomes NaN, which is refused with its row. */
function numbersOf(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(numbersOf);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number>, Number);
  }
  return [typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN];
}
