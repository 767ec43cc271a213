import { userError } from '@nhat/documents';
import type { UserError } from '@nhat/documents';
import type { FolderOptions } from './options';

/** A refusal of names of columns for images in folders of classes, which have none; undefined where none is given. */
export function unreadColumns({
  path,
  columns,
}: Pick<FolderOptions, 'path' | 'columns'>): UserError | undefined {
  const given = Object.entries(columns).filter(([, name]) => name !== '');
  if (given.length === 0) return undefined;
  return userError(path, 'names of columns, and no table', {
    got: Object.fromEntries(given),
    expected: '"columns" beside a table or packed files alone',
    advice:
      'The folders give the classes here. Name the "table" in the source of the dataset, or remove "columns".',
  });
}
