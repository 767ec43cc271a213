import { sha256 } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { DatasetConfig, FileIngredient, ImageCounts } from '@nhat/documents';
import type { DigestedFile } from './digest-index';
import type { FoundFiles, FoundImage } from './found-image';
import type { FolderOptions } from './options';
import { splitImages } from './split-images';
import type { SplitImage } from './split-images';

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
  /** Copies of labelled images that were left out of the unlabelled ones, and copies of test images left out of training. */
  copies: { unlabelled: number; dropped: number };
  /** Files that give no image and are left out. */
  skipped: number;
  found: FoundFiles;
}

const MOST_CLASSES = 256;

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
  const classes = classesOf(options.path, labelled);
  checkContradictions(labelled);
  const split = splitImages(found.images, options);
  const { kept, copies } = withoutCopies(options, split);
  checkClasses(options.path, classes, kept);
  const splits = ordered(kept, classes);
  const { train, validation, test } = splits;
  return {
    ...{ classes, splits, copies, found },
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

function classesOf(path: string, labelled: readonly FoundImage[]): string[] {
  const classes = [...new Set(labelled.map(({ label }) => label!))].sort(byCodePoint);
  const lower = new Map<string, string>();
  for (const name of classes) {
    const other = lower.get(name.toLowerCase());
    if (other !== undefined) {
      throw userError(path, 'two classes whose names differ in case alone', {
        got: [other, name],
        expected: 'one name for each class',
      });
    }
    lower.set(name.toLowerCase(), name);
  }
  if (classes.length >= 2 && classes.length <= MOST_CLASSES) return classes;
  throw userError(path, classes.length < 2 ? 'too few classes' : 'too many classes', {
    got: classes.length < 2 ? classes : classes.length,
    expected: `2 to ${MOST_CLASSES} classes`,
    ...(classes.length < 2 && {
      advice: 'Put the images of each class into a folder of its own, or name a "table" of labels.',
    }),
  });
}

const byCodePoint = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

/** Throws for an image that has two labels because its content is there twice. */
function checkContradictions(labelled: readonly FoundImage[]): void {
  const first = new Map<string, FoundImage>();
  for (const image of labelled) {
    const other = first.get(image.file.sha256) ?? image;
    first.set(image.file.sha256, other);
    if (other.label === image.label) continue;
    throw userError(image.where, 'the same image has two labels', {
      got: `${image.label}, but ${other.label} for ${other.where}`,
      advice: 'Remove one of the two files.',
    });
  }
}

interface WithoutCopies {
  kept: SplitImage[];
  copies: ImportPlan['copies'];
}

/** Leaves copies of labelled images out of the unlabelled ones, and refuses or drops copies of test images in training. */
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
    const shown = pairs.slice(0, 5).map((one) => `  ${one.where} is ${heldOut(one).where}`);
    throw userError(path, `${pairs.length} images are both trained on and held out`, {
      expected:
        'test and validation images that are nowhere in training, unlabelled images included',
      advice: `Remove the copies, or write "duplicates": "drop" into the source, which leaves them out of training.\n${shown.join('\n')}`,
    });
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

/** Throws for classes that cannot be learned or tested. */
function checkClasses(
  path: string,
  classes: readonly string[],
  images: readonly SplitImage[],
): void {
  for (const split of ['train', 'test'] as const) {
    const there = new Set(
      images.filter((image) => image.split === split).map(({ label }) => label),
    );
    const absent = classes.filter((name) => !there.has(name));
    if (absent.length === 0) continue;
    throw userError(
      path,
      `classes without a ${split === 'train' ? 'labelled training' : 'test'} image`,
      {
        got: absent.slice(0, 20),
        expected: 'at least one training and one test image of each class',
        advice: 'Add images of them, or leave these classes out.',
      },
    );
  }
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
