import { sha256 } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { DatasetConfig, FileIngredient, ImageCounts } from '@nhat/documents';
import { throwAll } from './all-problems';
import { checkClasses, checkValidation } from './check-splits';
import { caseProblems, classesOf } from './class-names';
import type { DigestedFile } from './digest-index';
import { distinctImages } from './distinct-images';
import type { FoundFiles, FoundImage } from './found-image';
import type { FolderOptions } from './options';
import { shownPath } from './shown-path';
import { splitImages } from './split-images';
import type { SplitImage } from './split-images';
import { trainedAndHeldOut } from './trained-and-held-out';

/** An image at its place in a split. */
export interface PlannedImage {
  file: DigestedFile;
  where: string;
  /** Index of its class; null without a label. */
  label: number | null;
  /** What it has in common with others of its split; null for an image of its own. */
  group: string | null;
}

/** Which images a dataset has, in which order. */
export interface ImportPlan {
  classes: string[];
  /** Labelled images come first; otherwise the order is that of the digests, whatever files are called. */
  splits: Record<Split, PlannedImage[]>;
  counts: ImageCounts;
  /** Training images with a label. */
  labelled: number;
  /** Images that were left out because an equal one is there. */
  copies: Copies;
  /** Files that give no image and are left out. */
  skipped: number;
  found: FoundFiles;
}

/** Images that were left out because an equal one is there. */
export type Copies = {
  /** Labelled copies of an image with the same label in the same split. */
  labelled: number;
  /** Copies of training images among those without a label. */
  unlabelled: number;
  /** Copies of held-out images, which were left out of training. */
  dropped: number;
};

export const optionsOf = ({ source }: Pick<DatasetConfig, 'source'>): FolderOptions =>
  source as unknown as FolderOptions;

/**
 * Plans the import of the images that were found, without the files whose digests are in `unreadable`; no image is decoded. Throws
 * a UserError for files that cannot be a dataset.
 */
export function planImport(
  config: Pick<DatasetConfig, 'source'>,
  all: FoundFiles,
  unreadable: ReadonlySet<string> = new Set(),
): ImportPlan {
  const options = optionsOf(config);
  const images = all.images.filter(({ file }) => !unreadable.has(file.sha256));
  const found = { ...all, images };
  const labelled = found.images.filter(({ label }) => label !== null);
  throwAll([
    ...found.mistakes,
    ...caseProblems(
      options.path,
      labelled.map(({ label }) => label!),
    ),
    ...contradictions(options.path, labelled),
  ]);
  const classes = classesOf(options.path, found.images);
  const distinct = distinctImages(found.images);
  const { kept, copies } = withoutCopies(options, splitImages(distinct.images, options));
  checkClasses(options, classes, kept);
  checkValidation(options, kept);
  const splits = ordered(kept, classes);
  const { train, validation, test } = splits;
  return {
    ...{ classes, splits, found, copies: { labelled: distinct.copies, ...copies } },
    skipped: all.images.length - images.length,
    counts: { train: train.length, validation: validation.length, test: test.length },
    labelled: train.filter(({ label }) => label !== null).length,
  };
}

/**
 * The digests that stand for the files of a dataset: of the labelled images and of the others, with what the files say of them,
 * whatever they are called and wherever they lie.
 */
export function importIngredients({ images }: FoundFiles): FileIngredient[] {
  const lines: Record<'labelled' | 'unlabelled', string[]> = { labelled: [], unlabelled: [] };
  const ends = new Map<string | null, Map<string | null, string>>();
  for (const { file, label, split, group } of images) {
    const sayings = ends.get(label) ?? new Map<string | null, string>();
    ends.set(label, sayings);
    const end = sayings.get(split) ?? JSON.stringify([label, split]).slice(1, -1);
    sayings.set(split, end);
    const line = `["${file.sha256}",${end},${group === null ? 'null' : JSON.stringify(group)}]`;
    lines[label === null ? 'unlabelled' : 'labelled'].push(line);
  }
  return [
    { name: 'labelled images', sha256: sha256(lines.labelled.sort().join('\n')) },
    { name: 'unlabelled images', sha256: sha256(lines.unlabelled.sort().join('\n')) },
  ];
}

/** A message for each image that has two labels because its content is there twice. */
function contradictions(path: string, labelled: readonly FoundImage[]): string[] {
  const first = new Map<string, FoundImage>();
  return labelled.flatMap((image) => {
    const other = first.get(image.file.sha256);
    if (other === undefined) first.set(image.file.sha256, image);
    if (other === undefined || other.label === image.label) return [];
    return userError(shownPath(path, image.where), 'the same image has two labels', {
      got: `${image.label}, but ${other.label} for ${other.where}`,
      advice: 'Remove one of the two files, or correct a label.',
    }).message;
  });
}

interface WithoutCopies {
  kept: SplitImage[];
  copies: Omit<Copies, 'labelled'>;
}

/** Leaves copies of training images out of the unlabelled ones, and refuses or drops copies of test images in training. */
function withoutCopies(
  { path, duplicates }: FolderOptions,
  images: readonly SplitImage[],
): WithoutCopies {
  const digests = (split: Split) =>
    new Map(
      images
        .filter((image) => image.split === split && image.label !== null)
        .map((image) => [image.file.sha256, image]),
    );
  const [test, validation, train] = [digests('test'), digests('validation'), digests('train')];
  const pairs = images.filter(
    ({ split, file }) =>
      (split !== 'test' && test.has(file.sha256)) ||
      (split === 'train' && validation.has(file.sha256)),
  );
  const heldOut = ({ file }: SplitImage) => test.get(file.sha256) ?? validation.get(file.sha256)!;
  if (pairs.length > 0 && duplicates === 'refuse') {
    throw trainedAndHeldOut(
      path,
      pairs.map((image) => [image, heldOut(image)]),
    );
  }
  const dropped = new Set(pairs);
  const seen = new Set<string>();
  const isCopy = ({ label, file }: SplitImage) => {
    if (label !== null) return false;
    const known = train.has(file.sha256) || seen.has(file.sha256);
    seen.add(file.sha256);
    return known;
  };
  const rest = images.filter((image) => !dropped.has(image));
  const kept = rest.filter((image) => !isCopy(image));
  return { kept, copies: { unlabelled: rest.length - kept.length, dropped: pairs.length } };
}

/** Labelled images come before others, each by the order of their digests. */
function ordered(
  images: readonly SplitImage[],
  classes: readonly string[],
): Record<Split, PlannedImage[]> {
  const indexOf = new Map(classes.map((name, at) => [name, at]));
  const splits: Record<Split, PlannedImage[]> = { train: [], validation: [], test: [] };
  const unlabelled: PlannedImage[] = [];
  const byDigest = images.toSorted((a, b) =>
    a.file.sha256 < b.file.sha256 ? -1 : a.file.sha256 > b.file.sha256 ? 1 : 0,
  );
  for (const { file, where, label, group, split } of byDigest) {
    if (label !== null) splits[split].push({ file, where, group, label: indexOf.get(label)! });
    else if (split === 'train') unlabelled.push({ file, where, group, label: null });
  }
  splits.train = splits.train.concat(unlabelled);
  return splits;
}
