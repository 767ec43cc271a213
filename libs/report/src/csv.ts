import { csvFormat } from 'd3-dsv';

/** CSV with a heading line; null is an empty cell. Rows may lack keys of others. */
export function csv(rows: readonly object[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return `${csvFormat(rows as Record<string, string>[], columns)}\n`;
}
