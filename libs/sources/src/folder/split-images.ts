import { hash } from 'node:crypto';
import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { throwAll } from './all-problems';
import type { FoundImage } from './found-image';
import type { FolderOptions } from './options';
import { shownPath } from './shown-path';

/** An image with its split. */
export type SplitImage = FoundImage & { split: Split };

type SplitOptions = Pick<FolderOptions, 'path' | 'test' | 'validation' | 'seed' | 'split'>;

/**
 * Gives each image a split. Test and validation images are chosen where the files do not say: a labelled image is one of them
 * when a number made of its content lies below their share, so that new files move none from one split to another. Images of a
 * group share that number. A class that would have no test image gives the one with its smallest number. Split s counts from s
 * times the share of test images, so that no two splits test the same image, but for those of classes that would have none. Throws a
 * UserError for a group in two splits, and for splits with too many test images in common.
 */
export function splitImages(images: readonly FoundImage[], options: SplitOptions): SplitImage[] {
  const { split = 0 } = options;
  const chosen = chosenImages(images, options, split);
  checkGroups(options.path, chosen);
  if (split > 0) checkOpen(options.path, images);
  for (let other = 0; other < split; other++) {
    checkCommon(options.path, [other, chosenImages(images, options, other)], [split, chosen]);
  }
  return chosen;
}

function chosenImages(
  images: readonly FoundImage[],
  options: SplitOptions,
  number: number,
): SplitImage[] {
  const has = (wanted: Split) =>
    images.some(({ split, label }) => label !== null && split === wanted);
  const test = has('test') ? 0 : options.test;
  const validation = has('validation') ? 0 : options.validation * (1 - test);
  const numberOf = contentNumbers(images, options.seed, number * test);
  const isOpen = ({ label, split }: FoundImage) => label !== null && (split ?? 'train') === 'train';
  const open = images.flatMap((image, at) => (isOpen(image) ? [at] : []));
  const least = test > 0 ? leastOfClasses(images, open, numberOf, test) : new Set<string>();
  const splitOf = (image: FoundImage, at: number): Split => {
    if (!isOpen(image)) return image.split ?? 'train';
    if (numberOf(at) < test || (least.size > 0 && least.has(sharedKey(image)))) return 'test';
    return numberOf(at) < test + validation ? 'validation' : 'train';
  };
  return images.map((image, at): SplitImage => {
    const { file, where, label, group } = image;
    return { file, where, label, split: splitOf(image, at), group };
  });
}

/** What images have in common that must be in one split: their group, else their content. */
export const sharedKey = ({ group, file }: Pick<FoundImage, 'group' | 'file'>): string =>
  group === null ? `content ${file.sha256}` : `group ${group}`;

/** Gives each image a number from 0 to below 1, made of what must be in one split, and counted from `first` on. */
function contentNumbers(
  images: readonly FoundImage[],
  seed: number,
  first: number,
): (at: number) => number {
  const numbers = new Float64Array(images.length).fill(-1);
  return (at) => {
    if (numbers[at]! < 0) {
      const digest = hash('sha256', `nhat-split-1 ${seed} ${sharedKey(images[at]!)}`);
      const number = parseInt(digest.slice(0, 12), 16) / 2 ** 48 - first;
      numbers[at] = number < 0 ? number + 1 : number;
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

/** Throws where the files say which images are for testing, so that there is nothing to choose. */
function checkOpen(path: string, images: readonly FoundImage[]): void {
  const given = images.filter(({ split }) => split === 'test').length;
  if (given === 0) return;
  throw userError(path, 'several "splits", though the files say which images are for testing', {
    got: `${given} test images given by the files`,
    expected: 'files that leave the choice open, or "splits": 1',
    advice: 'Remove "splits" from the source of the dataset, because these test images are fixed.',
  });
}

/** The share of the test images of a split that another one may have; more would make its results depend on those of the other. */
const MOST_COMMON = 1 / 20;

type NumberedSplit = [number: number, images: readonly SplitImage[]];

function checkCommon(
  path: string,
  [first, images]: NumberedSplit,
  [second, others]: NumberedSplit,
) {
  const tested = (one: SplitImage) => one.split === 'test';
  const common = images.filter((image, at) => tested(image) && tested(others[at]!)).length;
  const fewer = Math.min(images.filter(tested).length, others.filter(tested).length);
  if (common <= MOST_COMMON * fewer) return;
  throw userError(path, `splits ${first} and ${second} test the same images`, {
    got: `${common} of ${fewer} test images in common`,
    expected: 'a twentieth at most',
    advice:
      'Each class needs a test image in each split, and a group is tested as a whole. Write fewer "splits", another "seed" or a larger "test" into the source of the dataset, or do without "splits".',
  });
}

function checkGroups(path: string, images: readonly SplitImage[]): void {
  const first = new Map<string, SplitImage>();
  const torn = new Map<string, string>();
  for (const image of images) {
    const { group, split, where } = image;
    if (group === null) continue;
    const other = first.get(group) ?? image;
    first.set(group, other);
    if (other.split === split || torn.has(group)) continue;
    const { message } = userError(shownPath(path, where), `group ${group} in two splits`, {
      got: `${split}, but ${other.split} for ${other.where}`,
      expected: 'all images of a group in one split',
    });
    torn.set(group, message);
  }
  throwAll([...torn.values()]);
}
