import { createHash } from 'node:crypto';
import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { FoundImage } from './found-image';
import type { FolderOptions } from './options';

/** An image with its split. */
export type SplitImage = FoundImage & { split: Split };

type Shares = Pick<FolderOptions, 'test' | 'validation'>;

/**
 * Gives each image a split. Test and validation images are chosen where the files do not say: a labelled image is one of them
 * when a number made of its content lies below their share, so that new files move none from one split to another. Images of a
 * group share that number. A class that would have no test image gives the one with its smallest number. Throws a UserError for a
 * group in two splits.
 */
export function splitImages(
  images: readonly FoundImage[],
  options: Shares & Pick<FolderOptions, 'seed'>,
): SplitImage[] {
  const has = (wanted: Split) =>
    images.some(({ split, label }) => label !== null && split === wanted);
  const test = has('test') ? 0 : options.test;
  const validation = has('validation') ? 0 : options.validation * (1 - test);
  const numberOf = contentNumbers(options.seed);
  const isOpen = ({ label, split }: FoundImage) => label !== null && (split ?? 'train') === 'train';
  const least = test > 0 ? leastOfClasses(images.filter(isOpen), numberOf, test) : new Set();
  const split = images.map((image): SplitImage => {
    if (!isOpen(image)) return { ...image, split: image.split ?? 'train' };
    const number = numberOf(image);
    if (number < test || least.has(keyOf(image))) return { ...image, split: 'test' };
    return { ...image, split: number < test + validation ? 'validation' : 'train' };
  });
  checkGroups(split);
  return split;
}

/** What images have in common that must be in one split: their group, else their content. */
const keyOf = ({ group, file }: FoundImage): string =>
  group === null ? `content ${file.sha256}` : `group ${group}`;

/** Makes a number from 0 to below 1 of what must be in one split. */
function contentNumbers(seed: number): (image: FoundImage) => number {
  return (image) =>
    createHash('sha256')
      .update(`nhat-split-1 ${seed} ${keyOf(image)}`)
      .digest()
      .readUIntBE(0, 6) /
    2 ** 48;
}

/** The keys with the smallest number of each class of which no image lies below the share. */
function leastOfClasses(
  images: readonly FoundImage[],
  numberOf: (image: FoundImage) => number,
  share: number,
): Set<string> {
  const least = new Map<string, { number: number; key: string }>();
  for (const image of images) {
    const number = numberOf(image);
    const before = least.get(image.label!);
    if (before === undefined || number < before.number) {
      least.set(image.label!, { number, key: keyOf(image) });
    }
  }
  return new Set([...least.values()].flatMap(({ number, key }) => (number < share ? [] : [key])));
}

function checkGroups(images: readonly SplitImage[]): void {
  const first = new Map<string, SplitImage>();
  for (const image of images) {
    if (image.group === null) continue;
    const other = first.get(image.group) ?? image;
    first.set(image.group, other);
    if (other.split === image.split) continue;
    throw userError(image.where, `group ${image.group} in two splits`, {
      got: `${image.split}, but ${other.split} for ${other.where}`,
      expected: 'all images of a group in one split',
    });
  }
}
