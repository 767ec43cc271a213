import { nearestName, userError } from '@nhat/documents';
import { throwAll } from '../folder/all-problems';
import type { FoundImage } from '../folder/found-image';
import type { FeatureRow, FeatureTable } from './feature-row';

/** Which row belongs to which image. */
export interface MatchedRows {
  /** By the place of the image, `FoundImage.where`. */
  rowOf: Map<FoundImage, FeatureRow>;
  /** Rows that no image of the dataset has. */
  unused: FeatureRow[];
  /** What is wrong with rows, as messages: their own faults, second rows of an image, names that several images have. */
  mistakes: string[];
}

/**
 * Finds the image of each row: by the SHA-256 of its content, by its path in the folder of the dataset, by a longer path that ends with
 * it, or by the end of its path where only one image ends so.
 */
export function matchRows({ rows }: FeatureTable, images: readonly FoundImage[]): MatchedRows {
  const find = finderOf(images);
  const rowOf = new Map<FoundImage, FeatureRow>();
  const unused: FeatureRow[] = [];
  const mistakes: string[] = [];
  for (const row of rows) {
    if (row.fault !== undefined) mistakes.push(row.fault);
    if (row.image === '') continue;
    const found = find(row);
    if (!Array.isArray(found)) {
      mistakes.push(found.message);
      continue;
    }
    if (found.length === 0) unused.push(row);
    const before = found.map((image) => rowOf.get(image)).find((one) => one !== undefined);
    for (const image of found) rowOf.set(image, rowOf.get(image) ?? row);
    if (before === undefined) continue;
    const details = { got: row.image, expected: 'one row for each image' };
    const what = `a second row for an image that ${before.where} has`;
    mistakes.push(userError(row.where, what, details).message);
  }
  return { rowOf, unused, mistakes };
}

/** Finds the images of a row; an error where its name is that of several. */
function finderOf(images: readonly FoundImage[]): (row: FeatureRow) => FoundImage[] | Error {
  const byDigest = groups(images, ({ file }) => file.sha256);
  const byName = groups(images, nameOf);
  const byEnd = groups(images, (image) => lastPart(nameOf(image)));
  return ({ image, where }) => {
    const digest = /^[0-9a-f]{64}$/i.test(image) ? byDigest.get(image.toLowerCase()) : undefined;
    if (digest !== undefined) return digest;
    const name = image
      .replace(/\\/g, '/')
      .replace(/^(\.?\/)+/, '')
      .normalize('NFC');
    for (let rest = name; ; rest = rest.slice(rest.indexOf('/') + 1)) {
      const exact = byName.get(rest);
      if (exact !== undefined) return onlyOne(exact, image, where);
      if (!rest.includes('/')) break;
    }
    const ending = (byEnd.get(lastPart(name)) ?? []).filter((one) => {
      const own = nameOf(one);
      return own.endsWith(`/${name}`) || own.endsWith(` › ${name}`);
    });
    return onlyOne(ending, image, where);
  };
}

/** Images without labels may lie in several folders, so that their place says which it is. */
const nameOf = ({ file, where, label }: FoundImage): string => (label === null ? where : file.name);

const lastPart = (name: string): string => name.split(/\/| › /).at(-1)!;

function onlyOne(found: readonly FoundImage[], image: string, where: string): FoundImage[] | Error {
  if (found.length < 2) return [...found];
  return userError(where, 'a name that several images have', {
    got: `${image}: ${found.slice(0, 3).map(nameOf).join(', ')}${found.length > 3 ? ' …' : ''}`,
    expected: 'a name that only one image has',
    advice: 'Give the path from the folder of the dataset, or the SHA-256 of the content.',
  });
}

function groups(
  images: readonly FoundImage[],
  keyOf: (image: FoundImage) => string,
): Map<string, FoundImage[]> {
  const found = new Map<string, FoundImage[]>();
  for (const image of images) {
    const key = keyOf(image);
    const group = found.get(key);
    if (group === undefined) found.set(key, [image]);
    else group.push(image);
  }
  return found;
}

/** Throws a UserError with all mistakes of rows, and where images have no row; `where` names the table. */
export function checkComplete(
  where: string,
  wanted: readonly FoundImage[],
  rows: MatchedRows,
): void {
  throwAll([...rows.mistakes, ...missingRows(where, wanted, rows)]);
}

function missingRows(
  where: string,
  wanted: readonly FoundImage[],
  { rowOf, unused }: MatchedRows,
): string[] {
  const missing = wanted.filter((image) => !rowOf.has(image));
  const [first] = missing;
  if (first === undefined) return [];
  const names = missing.map(nameOf).sort().slice(0, 5);
  const [stray] = unused;
  const nearest =
    stray === undefined || unused.length > 5000
      ? undefined
      : nearestName(
          nameOf(first),
          unused.map(({ image }) => image),
        );
  const { message } = userError(
    where,
    missing.length === 1
      ? 'an image of the dataset has no row'
      : `${missing.length} of ${wanted.length} images of the dataset have no row`,
    {
      got: missing.length > 5 ? [...names, '…'] : names,
      expected: 'a row for each image with a label, also for those of validation and test',
      advice:
        stray === undefined
          ? 'Make the missing rows, or leave these images out of the dataset.'
          : `${strayText(unused.find(({ image }) => image === nearest) ?? stray, unused.length - 1)}: name images by their path from the folder of the dataset, or by the SHA-256 of their content.`,
    },
  );
  return [message];
}

/** A row that no image has, and how many others there are. */
function strayText({ image, where }: FeatureRow, others: number): string {
  const first = `No image is called ${image} (${where})`;
  if (others === 0) return first;
  return others === 1
    ? `${first}, and one other row has no image either`
    : `${first}, and ${others} other rows have no image either`;
}
