import { openParquet } from '../packed/parquet';
import { faultyRow } from './feature-row';
import type { FeatureRow, FeatureTable } from './feature-row';

/**
 * Reads a Parquet table: the first column names the image; the others are numbers, or one of them is a list of numbers. Rows count from 0 in
 * messages.
 */
export async function parquetFeatures(path: string, where: string): Promise<FeatureTable> {
  const table = await openParquet(path, where);
  const [names, ...columns] = table.columns;
  const rows: FeatureRow[] = [];
  if (names !== undefined) {
    for await (const row of table.read(table.columns)) {
      const at = `${where}, row ${rows.length}`;
      const image = textOf(row[names]);
      if (image === undefined) {
        const expected = `the name of an image in the first column, ${names}`;
        rows.push(faultyRow(at, '', 'no image', { got: String(row[names]), expected }));
        continue;
      }
      const numbers = columns.flatMap((column) => numbersOf(row[column]));
      rows.push({ where: at, image, values: Float32Array.from(numbers) });
    }
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
