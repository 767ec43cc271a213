import { csvFormat } from 'd3-dsv';

/**
 * CSV with a heading line. Null becomes an empty cell, and so does a key that a row lacks. An object becomes one column per
 * key: `backboneOptions.width`.
 */
export function csv(rows: readonly object[]): string {
  const flat = rows.map((row) => flattened(row));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  return `${csvFormat(flat as Record<string, string>[], columns)}\n`;
}

function flattened(row: object, prefix = ''): Record<string, unknown> {
  const entries = Object.entries(row).flatMap(([key, value]): [string, unknown][] => {
    const name = prefix + key;
    if (Array.isArray(value)) return [[name, JSON.stringify(value)]];
    if (typeof value !== 'object' || value === null) return [[name, value]];
    return Object.entries(flattened(value as object, `${name}.`));
  });
  return Object.fromEntries(entries);
}
