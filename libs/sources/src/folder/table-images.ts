import { isAbsolute, relative, sep } from 'node:path';
import { userError } from '@nhat/documents';
import { NAMED_PROBLEMS } from './all-problems';
import { splitNamed, unknownSplit } from './class-folders';
import type { DigestedFile } from './digest-index';
import type { FoundImage } from './found-image';
import type { TableRow } from './read-table';
import { shownPath } from './shown-path';
import { similarName } from './similar-name';

/** The images of a table, and all mistakes of its rows as messages with their lines. */
export interface TableImages {
  images: FoundImage[];
  mistakes: string[];
}

/** Where a table and its images lie. */
export interface TablePlace {
  /** The table from the folder of the images, as the places of images have it: `labels.csv`. */
  table: string;
  /** The folder of the images as the document writes it. */
  path: string;
  /** Names of the same folder that an absolute path in a row may start with. */
  folders: readonly string[];
}

/**
 * The images of a folder with what a table says of them; those without a row have no label and take part in pretraining. A row with a
 * mistake gives no image. An absolute path that leads into the folder is that of the image there.
 */
export function imagesOfTable(
  place: TablePlace,
  rows: readonly TableRow[],
  files: readonly DigestedFile[],
): TableImages {
  const byName = new Map(files.map((file) => [file.name, file]));
  const firstOf = new Map<string, TableRow>();
  const mistakes: string[] = [];
  const images: FoundImage[] = [];
  for (const given of rows) {
    const row = { ...given, image: nameIn(place.folders, given.image) };
    const file = byName.get(row.image);
    const mistake = rowMistake(place, row, {
      ...{ byName, before: firstOf.get(row.image) },
      suggests: mistakes.length < NAMED_PROBLEMS,
    });
    if (file !== undefined) firstOf.set(row.image, firstOf.get(row.image) ?? row);
    if (mistake !== undefined) mistakes.push(mistake.message);
    if (file === undefined || mistake !== undefined) continue;
    images.push({
      ...{ file, where: `${file.name} (${place.table}:${row.line})`, label: row.label },
      ...{ split: splitNamed(row.split) ?? null, group: row.group === '' ? null : row.group },
    });
  }
  for (const file of files) {
    if (firstOf.has(file.name)) continue;
    images.push({ file, where: file.name, label: null, split: 'train', group: null });
  }
  return { images, mistakes };
}

/** The name of an image below one of these folders; any other path as it is. */
function nameIn(folders: readonly string[], image: string): string {
  if (!isAbsolute(image)) return image;
  const inner = folders
    .map((folder) => relative(folder, image).split(sep).join('/').normalize('NFC'))
    .find((name) => name !== '' && !name.startsWith('../'));
  return inner ?? image;
}

interface KnownRows {
  byName: ReadonlyMap<string, unknown>;
  /** An earlier row of the same image. */
  before: TableRow | undefined;
  /** Whether similar names are looked for, which takes long. */
  suggests: boolean;
}

function rowMistake(
  { table, path }: TablePlace,
  { line, image, label, split }: TableRow,
  { byName, before, suggests }: KnownRows,
): Error | undefined {
  const where = `${shownPath(path, table)}:${line}`;
  if (image === '') {
    return userError(where, 'no file name', {
      expected: `the path of an image from ${path}`,
      advice: 'Name the image, or remove the row.',
    });
  }
  if (!byName.has(image)) {
    const advice = suggests ? adviceFor(image, [...byName.keys()]) : undefined;
    return userError(where, 'no such image in the folder of the dataset', {
      got: image,
      expected: `the path of an image from ${path}`,
      ...(advice !== undefined && { advice }),
    });
  }
  if (label === '') {
    return userError(where, 'no label', {
      got: image,
      expected: 'a class',
      advice: 'An image without a row takes part in pretraining alone.',
    });
  }
  if (before !== undefined && before.label !== label && before.label !== '') {
    return userError(where, `another label for an image that line ${before.line} has`, {
      got: `${label} for ${image}`,
      expected: `${before.label}, as in line ${before.line}, or one row for each image`,
      advice: 'Remove the row that is wrong.',
    });
  }
  if (before !== undefined) {
    return userError(where, `a second row for an image that line ${before.line} has`, {
      got: image,
      expected: 'one row for each image',
      advice: 'Remove one of the two.',
    });
  }
  if (split === '' || splitNamed(split) !== undefined) return undefined;
  return unknownSplit(where, split);
}

/** Comparing a name with more others takes long. */
const MOST_COMPARED = 5000;

/** The image that may be meant: one that differs in case, in folders, in the ending, or by a typing error. */
function adviceFor(image: string, names: readonly string[]): string | undefined {
  const stem = (name: string) => name.replace(/\.[^./]+$/, '').toLowerCase();
  const meant =
    names.find((name) => name.toLowerCase() === image.toLowerCase()) ??
    names.find((name) => name.endsWith(`/${image}`) || image.endsWith(`/${name}`)) ??
    names.find((name) => stem(name) === stem(image)) ??
    (names.length < MOST_COMPARED ? similarImage(image, names, stem) : undefined);
  return meant === undefined ? undefined : `Did you mean ${meant}?`;
}

function similarImage(
  image: string,
  names: readonly string[],
  stem: (name: string) => string,
): string | undefined {
  const like = similarName(stem(image), names.map(stem));
  return names.find((name) => stem(name) === like);
}
