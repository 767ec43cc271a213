import { FormatError, bytesOf, float32, pack, unpack } from './message-pack';

/** Columns of equal length, e.g. `{ step, loss, accuracy }` of a training. */
export type Series = Record<string, Float32Array>;

export function encodeSeries(series: Series): Uint8Array {
  checkLengths(series);
  const names = Object.keys(series);
  return pack('series', { names, columns: names.map((name) => bytesOf(series[name]!)) });
}

export function decodeSeries(bytes: Uint8Array): Series {
  const { names, columns } = unpack('series', bytes) as { names: string[]; columns: unknown[] };
  const series = Object.fromEntries(names.map((name, at) => [name, float32(columns[at])]));
  checkLengths(series);
  return series;
}

function checkLengths(series: Series): void {
  const lengths = new Set(Object.values(series).map((column) => column.length));
  if (lengths.size > 1) throw new FormatError(`series: columns of ${[...lengths].join(' and ')}`);
}
