import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { nearestName, userError } from '@nhat/documents';
import { namedPathFault } from '../named-path';

/** A file in the format Parquet: its columns and rows, a group of rows at a time. */
export interface ParquetTable {
  columns: readonly string[];
  rows: number;
  /** Texts that stand beside the table, by key; hubs keep names of classes under `huggingface`. */
  texts: ReadonlyMap<string, string>;
  /** Rows in order, each with its values by column. */
  read(columns: readonly string[]): AsyncGenerator<Record<string, unknown>>;
}

/** Opens a table. Throws a UserError for a file that is cut off, damaged or something else. */
export async function openParquet(path: string, where: string): Promise<ParquetTable> {
  const file = fileOf(path);
  const { metadata, columns, texts } = await told(where, async () => {
    const found = await parquetMetadataAsync(file);
    return {
      metadata: found,
      columns: parquetSchema(found).children.map(({ element }) => element.name),
      texts: (found.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''] as const),
    };
  });
  return {
    columns,
    rows: Number(metadata.num_rows),
    texts: new Map(texts),
    async *read(wanted) {
      for (const name of wanted) checkColumn(where, name, columns);
      let first = 0;
      for (const { num_rows } of metadata.row_groups) {
        const last = first + Number(num_rows);
        yield* await told(where, () => rowsOf({ file, metadata, wanted, first, last }));
        first = last;
      }
    },
  };
}

interface RowGroup {
  file: AsyncBuffer;
  metadata: FileMetaData;
  wanted: readonly string[];
  first: number;
  last: number;
}

const rowsOf = ({ file, metadata, wanted, first, last }: RowGroup) =>
  parquetReadObjects({
    ...{ file, metadata, compressors, columns: [...wanted], utf8: false },
    ...{ rowStart: first, rowEnd: last },
  });

/** What the reader throws is about bytes, so it is a fault of the file. */
async function told<Result>(where: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw userError(where, 'no whole Parquet file', {
      got: (error as Error).message,
      expected: 'a file as pandas, pyarrow or a hub writes it',
    });
  }
}

function checkColumn(where: string, name: string, columns: readonly string[]): void {
  if (columns.includes(name)) return;
  const nearest = nearestName(name, [...columns]);
  throw userError(where, 'no such column', {
    ...{ got: name, expected: `one of ${columns.join(', ')}` },
    advice: `${nearest === undefined ? '' : `Did you mean ${nearest}? `}Correct "columns" in the source of the dataset.`,
  });
}

/** Reads parts of a file by their places. */
function fileOf(path: string): AsyncBuffer {
  const part = (from: number, to: number): ArrayBuffer => {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(to - from);
      for (let at = 0; at < bytes.length;) {
        const read = readSync(file, bytes, at, bytes.length - at, from + at);
        if (read === 0) throw new Error(`it ends at byte ${from + at}`);
        at += read;
      }
      return bytes.buffer;
    } finally {
      closeSync(file);
    }
  };
  const byteLength = sizeOf(path);
  return { byteLength, slice: (from, to = byteLength) => part(from, to) };
}

function sizeOf(path: string): number {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).size;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw namedPathFault(path, error);
  }
}
