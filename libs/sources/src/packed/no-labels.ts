import { userError } from '@nhat/documents';
import type { DigestedFile } from '../folder/digest-index';
import { arrayTexts } from './npz-names';
import { readNpz } from './npz';
import { openParquet } from './parquet';

/** The mistake of packed files of which none has a label: what is in the first of them, and where labels would be. */
export async function noLabels(
  kind: 'npz' | 'parquet' | 'idx',
  { path, name }: DigestedFile,
): Promise<Error> {
  const advice =
    kind === 'idx'
      ? 'Put it beside the images.'
      : 'Name it in the source of the dataset: "columns": { "label": … }.';
  return userError(name, 'images, but no labels', {
    got: await contentsOf(kind, path, name),
    expected: LABELS_IN[kind],
    advice,
  });
}

const LABELS_IN = {
  npz: 'an array of labels whose name fits that of the images, e.g. y_train for x_train, labels for images',
  parquet: 'a column of labels, e.g. label',
  idx: 'a file of labels whose name fits, e.g. train-labels-idx1-ubyte for train-images-idx3-ubyte',
} as const;

async function contentsOf(kind: string, path: string, name: string): Promise<string[]> {
  if (kind === 'npz') return arrayTexts(readNpz(path, name));
  return kind === 'parquet' ? [...(await openParquet(path, name)).columns] : [name];
}
