import { isAbsolute, resolve } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import type { FeatureRows, Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { DatasetConfig, FileIngredient, SourcePlace } from '@nhat/documents';
import { examineImages } from '../folder/examine-images';
import { findImages } from '../folder/find-images';
import type { FoundFiles, FoundImage } from '../folder/found-image';
import { rangeOf } from '../folder/options';
import { optionsOf, planImport } from '../folder/plan-import';
import type { ImportPlan, PlannedImage } from '../folder/plan-import';
import type { FeatureRow } from './feature-row';
import { readFeatureTable } from './feature-table';
import { checkComplete, matchRows } from './match-rows';
import type { MatchedRows } from './match-rows';

/** What a table says of the images of a dataset. */
export interface TableFeatures extends FeatureRows {
  /** Rows of the table that no image of the dataset has, and the first of them. */
  unused: { count: number; first: string | null };
}

/** Where the path of a table leads to: from the folder of the workspace, or from NHAT_DATA, as paths of datasets do. */
const tablePath = (file: string, { root, environment }: SourcePlace): string =>
  isAbsolute(file) ? file : resolve(environment['NHAT_DATA'] || root, file);

/**
 * What stands for a table of features in a key: the contents of the labelled images and the numbers of their rows. Names and places of
 * files, the order of rows, and rows that no image of the dataset has, do not belong to it. Throws a UserError for a table that lacks an
 * image, so that this is known before any node runs.
 */
export async function tableIngredients(
  config: DatasetConfig,
  place: SourcePlace,
  file: string,
): Promise<FileIngredient[]> {
  const found = await findImages(optionsOf(config), place);
  const rows = await matched(found.images, place, file);
  checkRows(config, found, rows, file);
  const lines = [...rows.rowOf]
    .filter(([{ label }]) => label !== null)
    .map(([{ file: image }, { values }]) => `${image.sha256} ${digestOf(values)}`);
  return [{ name: 'rows of features', sha256: sha256(lines.sort().join('\n')) }];
}

/** Where files that give no image are left out, the node checks the rows, because a plan decodes no image. */
function checkRows(
  config: DatasetConfig,
  found: FoundFiles,
  rows: MatchedRows,
  file: string,
): void {
  const lacking = found.images.filter((image) => image.label !== null && !rows.rowOf.has(image));
  if (lacking.length === 0 || optionsOf(config).skipUnreadable)
    return checkComplete(file, [], rows);
  checkComplete(file, Object.values(readOf(planImport(config, found))).flat(), rows);
}

/** The images of a plan that need a row, as they were found: all but the training images without a label. */
function readOf({ splits, labelled, found }: ImportPlan): Record<Split, FoundImage[]> {
  const foundBy = new Map(found.images.map((image) => [image.file, image]));
  const imagesOf = (planned: readonly PlannedImage[]) =>
    planned.map(({ file, where }) => {
      const image = foundBy.get(file);
      if (image === undefined) throw userError(where, 'an image that is not in the dataset');
      return image;
    });
  return {
    train: imagesOf(splits.train.slice(0, labelled)),
    validation: imagesOf(splits.validation),
    test: imagesOf(splits.test),
  };
}

const digestOf = (values: Float32Array): string =>
  sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

async function matched(
  images: readonly FoundImage[],
  place: SourcePlace,
  file: string,
): Promise<MatchedRows & { dimensions: number }> {
  const table = await readFeatureTable(tablePath(file, place), file);
  const { rowOf, ...others } = matchRows(table, images);
  return { rowOf: withCopies(rowOf, images), ...others, dimensions: table.dimensions };
}

/** Gives a labelled image without a row that of an equal one, because of equal images one alone is planned, and the table may name another. */
function withCopies(
  rowOf: MatchedRows['rowOf'],
  images: readonly FoundImage[],
): MatchedRows['rowOf'] {
  const lacking = images.filter((image) => image.label !== null && !rowOf.has(image));
  if (lacking.length === 0) return rowOf;
  const equal = new Map(
    [...rowOf]
      .filter(([{ label }]) => label !== null)
      .map(([{ file }, row]): [string, FeatureRow] => [file.sha256, row]),
  );
  const rows = lacking.flatMap((image): [FoundImage, FeatureRow][] => {
    const row = equal.get(image.file.sha256);
    return row === undefined ? [] : [[image, row]];
  });
  return new Map([...rowOf, ...rows]);
}

/**
 * The features of the images of a dataset in the order of its splits, of training images those with a label. Throws a UserError for a
 * table that lacks one of them.
 */
export async function tableFeatures(
  config: DatasetConfig,
  place: SourcePlace,
  file: string,
): Promise<TableFeatures> {
  const options = optionsOf(config);
  const found = await findImages(options, place);
  const examined = { size: config.resolution, root: place.root, range: rangeOf(options) };
  const unreadable = options.skipUnreadable
    ? (await examineImages(found.images, examined)).unreadable
    : new Set<string>();
  const plan = planImport(config, found, unreadable);
  const rows = await matched(plan.found.images, place, file);
  const read = readOf(plan);
  checkComplete(file, Object.values(read).flat(), rows);
  const valuesOf = (split: Split) => {
    const values = new Float32Array(read[split].length * rows.dimensions);
    read[split].forEach((image, at) =>
      values.set(rows.rowOf.get(image)!.values, at * rows.dimensions),
    );
    return values;
  };
  return {
    dimensions: rows.dimensions,
    splits: {
      train: valuesOf('train'),
      validation: valuesOf('validation'),
      test: valuesOf('test'),
    },
    unused: {
      count: rows.unused.length,
      first:
        rows.unused[0] === undefined ? null : `${rows.unused[0].where}: ${rows.unused[0].image}`,
    },
  };
}
