import { userError } from '@nhat/documents';
import { checkNamedFile } from '../named-path';
import type { NamedPath } from '../named-path';
import { csvFeatures } from './csv-features';
import { faultyRow } from './feature-row';
import type { FeatureRow, FeatureTable } from './feature-row';
import { SAVE_WITH_NAMES, npzFeatures } from './npz-features';
import { parquetFeatures } from './parquet-features';

type Reader = (path: string, where: string) => FeatureTable | Promise<FeatureTable>;

/** Files are told by their ending. */
const READERS: Readonly<Record<string, Reader>> = {
  csv: csvFeatures,
  tsv: csvFeatures,
  txt: csvFeatures,
  npz: npzFeatures,
  parquet: parquetFeatures,
};

/** What `file` of the method means. */
const NAMED: NamedPath = {
  missing: 'no such table',
  advice: 'Correct "file" of the method in the pipeline.',
};

/** A row of one number is most likely a table of labels. */
const LEAST_DIMENSIONS = 2;
const MOST_DIMENSIONS = 100_000;

/**
 * Reads a table of features with a row for each image; `where` names the file in messages. What is wrong with single rows, such as
 * another length than the first or a number that is not finite, is in the rows. Throws a UserError for a file that is missing, empty or
 * of another kind, and for too few numbers.
 */
export async function readFeatureTable(path: string, where: string): Promise<FeatureTable> {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const read = READERS[ending];
  if (read === undefined) {
    throw userError(where, 'not a kind of table that is known', {
      got: ending === '' ? 'no ending' : `.${ending}`,
      expected: `one of ${Object.keys(READERS)
        .map((one) => `.${one}`)
        .join(', ')}`,
      ...(ending === 'npy' && {
        advice: `An array alone does not name the images. ${SAVE_WITH_NAMES}`,
      }),
    });
  }
  checkNamedFile(path, { ...NAMED, shown: where });
  const table = await read(path, where);
  if (table.rows.length === 0) {
    throw userError(where, 'an empty table', { expected: 'a row of numbers for each image' });
  }
  checkDimensions(where, table);
  return { ...table, rows: table.rows.map((row) => checkedRow(row, table.dimensions)) };
}

function checkDimensions(where: string, { rows, dimensions }: FeatureTable): void {
  if (rows.every(({ fault }) => fault !== undefined)) return;
  if (dimensions >= LEAST_DIMENSIONS && dimensions <= MOST_DIMENSIONS) return;
  const few = dimensions < LEAST_DIMENSIONS;
  throw userError(where, few ? 'too few numbers for an image' : 'too many numbers for an image', {
    got: dimensions,
    expected: `${LEAST_DIMENSIONS} to ${MOST_DIMENSIONS.toLocaleString('en')} beside the name of the image`,
  });
}

function checkedRow(row: FeatureRow, dimensions: number): FeatureRow {
  const { where, image, values, fault } = row;
  if (fault !== undefined) return row;
  if (values.length !== dimensions) {
    return faultyRow(where, image, 'a row of another length', {
      got: values.length,
      expected: `${dimensions} numbers, as in the first row`,
    });
  }
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return row;
  return faultyRow(where, image, 'not a finite number', {
    got: `${values[place]} as number ${place + 1}`,
    expected: 'finite numbers in the range of float32',
  });
}
