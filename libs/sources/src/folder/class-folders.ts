import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { UserError } from '@nhat/documents';
import type { DigestedFile } from './digest-index';
import type { FoundImage } from './found-image';

/** What a split is called, in folders and tables. */
const SPLIT_NAMES: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** Folders beside those of classes or splits whose images have no label. */
const UNLABELLED_NAMES = ['unlabelled', 'unlabeled'];

/** The split with this name, whatever its case; undefined if there is none. */
export const splitNamed = (name: string): Split | undefined => SPLIT_NAMES[name.toLowerCase()];

/** The mistake of a row, an array or a column that says a split which is none. */
export const unknownSplit = (where: string, said: string): UserError =>
  userError(where, 'unknown split', {
    got: said,
    expected: 'train, validation or test, or nothing',
  });

/** Whether the images in a folder beside those of classes or splits have no label, by its name. */
export const isUnlabelled = (name: string): boolean =>
  UNLABELLED_NAMES.includes(name.toLowerCase());

/** Whether images in a folder take part in pretraining without labels: in one beside splits, or beside classes, of training or of the whole. */
export function isPool(folder: string, hasSplits: boolean): boolean {
  const [top = '', below = ''] = folder.split('/', 2);
  return isUnlabelled(top) || (hasSplits && splitNamed(top) === 'train' && isUnlabelled(below));
}

/** Whether images in a folder have a place: the folder of a class, or one for images without labels. */
export const hasPlace = (folder: string, hasSplits: boolean): boolean =>
  isPool(folder, hasSplits) || folderPlace(folder, hasSplits).label !== null;

/** Whether the folders at the top are splits, that for training among them. */
export function hasSplitFolders(files: readonly DigestedFile[]): boolean {
  const tops = topFolders(files).filter((name) => !isUnlabelled(name));
  return (
    tops.length > 0 &&
    tops.every((name) => splitNamed(name) !== undefined) &&
    tops.some((name) => splitNamed(name) === 'train')
  );
}

const topFolders = (files: readonly DigestedFile[]): string[] => [
  ...new Set([...new Set(files.map(folderOf))].filter(Boolean).map((name) => topOf(name))),
];

/** The folder of a file below the folder of the dataset; empty for that folder itself. */
export const folderOf = ({ name }: Pick<DigestedFile, 'name'>): string =>
  name.slice(0, Math.max(0, name.lastIndexOf('/')));

/** The first folder of a path. */
export const topOf = (folder: string): string => folder.split('/', 1)[0]!;

/** Images whose folders are their classes, below folders of splits or not. Throws a UserError for an image in no folder of a class. */
export function imagesInClassFolders(folder: string, files: readonly DigestedFile[]): FoundImage[] {
  const split = hasSplitFolders(files);
  const places = new Map<string, FolderPlace>();
  const placeOf = (name: string): FolderPlace => {
    const known = places.get(name) ?? folderPlace(name, split);
    places.set(name, known);
    return known;
  };
  const images = files.map((file): FoundImage => {
    const place = placeOf(folderOf(file));
    return { file, where: file.name, label: place.label, split: place.split, group: null };
  });
  const stray = images.filter(
    ({ label, file }) => label === null && !isPool(folderOf(file), split),
  );
  if (stray.length > 0) {
    throw userError(folder, 'images outside the folders of classes', {
      got: stray.slice(0, 5).map(({ where }) => where),
      expected: split ? 'train/<class>/image.jpg' : '<class>/image.jpg',
      advice:
        'Move them, or write "table" with a CSV file of labels into the source of the dataset. Images without labels belong in a folder of their own, which "unlabelled" names.',
    });
  }
  return images;
}

/** What a folder says of its images. */
type FolderPlace = Pick<FoundImage, 'label' | 'split'>;

function folderPlace(folder: string, hasSplits: boolean): FolderPlace {
  if (isPool(folder, hasSplits)) return { label: null, split: 'train' };
  const parts = folder === '' ? [] : folder.split('/');
  if (!hasSplits) return { label: parts[0] ?? null, split: null };
  const name = parts[1] ?? null;
  return {
    label: name === null || isUnlabelled(name) ? null : name,
    split: splitNamed(parts[0] ?? '')!,
  };
}
