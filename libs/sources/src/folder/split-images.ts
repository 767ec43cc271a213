import { hash } from 'node:crypto';
import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { throwAll } from './all-problems';
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
  const numberOf = contentNumbers(images, options.seed);
  const isOpen = ({ label, split }: FoundImage) => label !== null && (split ?? 'train') === 'train';
  const open = images.flatMap((image, at) => (isOpen(image) ? [at] : []));
  const least = test > 0 ? leastOfClasses(images, open, numberOf, test) : new Set<string>();
  const splitOf = (image: FoundImage, at: number): Split => {
    if (!isOpen(image)) return image.split ?? 'train';
    if (numberOf(at) < test || (least.size > 0 && least.has(sharedKey(image)))) return 'test';
    return numberOf(at) < test + validation ? 'validation' : 'train';
  };
  const split = images.map((image, at): SplitImage => {
    const { file, where, label, group } = image;
    return { file, where, label, split: splitOf(image, at), group };
  });
  checkGroups(split);
  return split;
}

/** What images have in common that must be in one split: their group, else their content. */
export const sharedKey = ({ group, file }: Pick<FoundImage, 'group' | 'file'>): string =>
  group === null ? `content ${file.sha256}` : `group ${group}`;

/** Gives each image a number from 0 to below 1, made of what must be in one split. */
function contentNumbers(images: readonly FoundImage[], seed: number): (at: number) => number {
  const numbers = new Float64Array(images.length).fill(-1);
  return (at) => {
    if (numbers[at]! < 0) {
      const digest = hash('sha256', `nhat-split-1 ${seed} ${sharedKey(images[at]!)}`);
      numbers[at] = parseInt(digest.slice(0, 12), 16) / 2 ** 48;
    }
    return numbers[at]!;
  };
}

/** The keys with the smallest number of each class of which no image lies below the share; `open`: the places of the images that count. */
function leastOfClasses(
  images: readonly FoundImage[],
  open: readonly number[],
  numberOf: (at: number) => number,
  share: number,
): Set<string> {
  const least = new Map<string, number>();
  for (const at of open) {
    const label = images[at]!.label!;
    const before = least.get(label);
    if (before === undefined || numberOf(at) < numberOf(before)) least.set(label, at);
  }
  const above = [...least.values()].filter((at) => numberOf(at) >= share);
  return new Set(above.map((at) => sharedKey(images[at]!)));
}

function checkGroups(images: readonly SplitImage[]): void {
  const first = new Map<string, SplitImage>();
  const torn = new Map<string, string>();
  for (const image of images) {
    const { group, split, where } = image;
    if (group === null) continue;
    const other = first.get(group) ?? image;
    first.set(group, other);
    if (other.split === split || torn.has(group)) continue;
    const { message } = userError(where, `group ${group} in two splits`, {
      got: `${split}, but ${other.split} for ${other.where}`,
      expected: 'all images of a group in one split',
    });
    torn.set(group, message);
  }
  throwAll([...torn.values()]);
}
