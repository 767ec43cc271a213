import { nearestName, userError } from '@nhat/documents';
import { NAMED_PROBLEMS } from './all-problems';
import { splitNamed } from './class-folders';
import type { DigestedFile } from './digest-index';
import type { FoundImage } from './found-image';
import type { TableRow } from './read-table';

/** The images of a table, and all mistakes of its rows as messages with their lines. */
export interface TableImages {
  images: FoundImage[];
  mistakes: string[];
}

/**
 * The images of a folder with what a table says of them; those without a row have no label and take part in pretraining. `table` is
 * the name of the table in messages. A row with a mistake gives no image.
 */
export function imagesOfTable(
  table: string,
  rows: readonly TableRow[],
  files: readonly DigestedFile[],
): TableImages {
  const byName = new Map(files.map((file) => [file.name, file]));
  const lineOf = new Map<string, number>();
  const mistakes: string[] = [];
  const images: FoundImage[] = [];
  for (const row of rows) {
    const where = `${table}:${row.line}`;
    const file = byName.get(row.image);
    const mistake = rowMistake(where, row, {
      ...{ byName, lineBefore: lineOf.get(row.image) },
      suggests: mistakes.length < NAMED_PROBLEMS,
    });
    if (file !== undefined) lineOf.set(row.image, lineOf.get(row.image) ?? row.line);
    if (mistake !== undefined) mistakes.push(mistake.message);
    if (file === undefined || mistake !== undefined) continue;
    images.push({
      ...{ file, where: `${file.name} (${where})`, label: row.label },
      ...{ split: splitNamed(row.split) ?? null, group: row.group === '' ? null : row.group },
    });
  }
  for (const file of files) {
    if (lineOf.has(file.name)) continue;
    images.push({ file, where: file.name, label: null, split: 'train', group: null });
  }
  return { images, mistakes };
}

interface KnownRows {
  byName: ReadonlyMap<string, unknown>;
  /** The line of an earlier row of the same image. */
  lineBefore: number | undefined;
  /** Whether similar names are looked for, which takes long. */
  suggests: boolean;
}

function rowMistake(
  where: string,
  { image, label, split }: TableRow,
  { byName, lineBefore, suggests }: KnownRows,
): Error | undefined {
  if (!byName.has(image)) return noSuchImage(where, image, suggests ? [...byName.keys()] : []);
  if (label === '') {
    return userError(where, 'no label', {
      got: image,
      expected: 'a class',
      advice: 'An image without a row takes part in pretraining alone.',
    });
  }
  if (lineBefore !== undefined) {
    return userError(where, `a second row for an image that line ${lineBefore} has`, {
      got: image,
    });
  }
  if (split === '' || splitNamed(split) !== undefined) return undefined;
  return userError(where, 'unknown split', {
    got: split,
    expected: 'train, validation or test, or nothing',
  });
}

function noSuchImage(where: string, image: string, names: readonly string[]): Error {
  const same = names.find((name) => name.toLowerCase() === image.toLowerCase());
  const end = names.find((name) => name.endsWith(`/${image}`));
  const nearest = same ?? end ?? (names.length < 5000 ? nearestName(image, names) : undefined);
  return userError(where, 'no such image in the folder of the dataset', {
    got: image,
    ...(nearest !== undefined && { advice: `Did you mean ${nearest}?` }),
  });
}
