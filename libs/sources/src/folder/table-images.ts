import type { Split } from '@nhat/artifacts';
import { nearestName, userError } from '@nhat/documents';
import { splitNamed } from './class-folders';
import type { DigestedFile } from './digest-index';
import type { FoundImage } from './found-image';
import type { TableRow } from './read-table';

/**
 * The images of a folder with what a table says of them; those without a row have no label and take part in pretraining. `table` is
 * the name of the table in messages. Throws a UserError with the line of the first mistake.
 */
export function imagesOfTable(
  table: string,
  rows: readonly TableRow[],
  files: readonly DigestedFile[],
): FoundImage[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const lineOf = new Map<string, number>();
  const labelled = rows.map((row): FoundImage => {
    const where = `${table}:${row.line}`;
    const file = byName.get(row.image);
    if (file === undefined) throw noSuchImage(where, row.image, byName);
    if (row.label === '') {
      throw userError(where, 'no label', {
        got: row.image,
        expected: 'a class',
        advice: 'An image without a row takes part in pretraining alone.',
      });
    }
    const before = lineOf.get(row.image);
    if (before !== undefined) {
      throw userError(where, `a second row for an image that line ${before} has`, {
        got: row.image,
      });
    }
    lineOf.set(row.image, row.line);
    const group = row.group === '' ? null : row.group;
    return { file, where, label: row.label, split: splitOf(where, row.split), group };
  });
  const others = files
    .filter(({ name }) => !lineOf.has(name))
    .map((file): FoundImage => ({
      file,
      where: file.name,
      label: null,
      split: 'train',
      group: null,
    }));
  return [...labelled, ...others];
}

function splitOf(where: string, name: string): Split | null {
  if (name === '') return null;
  const split = splitNamed(name);
  if (split !== undefined) return split;
  throw userError(where, 'unknown split', {
    got: name,
    expected: 'train, validation or test, or nothing',
  });
}

function noSuchImage(where: string, image: string, byName: ReadonlyMap<string, unknown>): Error {
  const names = [...byName.keys()];
  const same = names.find((name) => name.toLowerCase() === image.toLowerCase());
  const end = names.find((name) => name.endsWith(`/${image}`));
  const nearest = same ?? end ?? (names.length < 5000 ? nearestName(image, names) : undefined);
  return userError(where, 'no such image in the folder of the dataset', {
    got: image,
    ...(nearest !== undefined && { advice: `Did you mean ${nearest}?` }),
  });
}
