import { userError } from '@nhat/documents';
import type { UserError } from '@nhat/documents';
import { folderOf, isPool } from './class-folders';
import type { DigestedFile } from './digest-index';
import { typeFault } from './image-type';
import type { Listing } from './list-files';

/** What is looked at: the folders of a dataset without a table. */
export interface ClassFolders {
  listing: Pick<Listing, 'emptyFolders'>;
  images: readonly DigestedFile[];
  /** Files that are no images, neither by name nor by content. */
  others: readonly DigestedFile[];
  /** Whether the folders at the top are splits. */
  hasSplits: boolean;
}

/** A folder without an image. */
export interface ImagelessFolder {
  name: string;
  /** Its files; none in an empty folder. */
  files: DigestedFile[];
  /** Whether it is one for images without labels, which may be empty. */
  isPool: boolean;
}

/**
 * Empty folders, and those of classes, splits or images without labels whose files are no images. A folder within that of a class may hold
 * what it likes.
 */
export function imagelessFolders({
  listing,
  images,
  others,
  hasSplits,
}: ClassFolders): ImagelessFolder[] {
  const ownerOf = (file: DigestedFile) => ownerFolder(folderOf(file), hasSplits);
  const owners = new Set([...new Set(images.map(ownerOf))].flatMap(withFolderAbove));
  const filled = new Map<string, DigestedFile[]>();
  for (const file of others) {
    const owner = ownerOf(file);
    if (owner === '' || owners.has(owner)) continue;
    const own = filled.get(owner) ?? [];
    filled.set(owner, own);
    own.push(file);
  }
  const found: [string, DigestedFile[]][] = [
    ...listing.emptyFolders.map((name): [string, DigestedFile[]] => [name, []]),
    ...filled,
  ];
  return found.map(([name, files]) => ({ name, files, isPool: isPool(name, hasSplits) }));
}

/** The folder of the class, or for images without labels, that a folder is or lies within. */
function ownerFolder(folder: string, hasSplits: boolean): string {
  const parts = folder.split('/');
  const isTopPool = isPool(parts[0]!, hasSplits);
  return parts.slice(0, hasSplits && !isTopPool ? 2 : 1).join('/');
}

const withFolderAbove = (folder: string): string[] => [folder, folder.split('/', 1)[0]!];

/** Files in so many folders are described. */
const DESCRIBED = 5;

/** A refusal of folders of classes without an image; undefined where there are none. */
export function imagelessProblem(
  path: string,
  folders: readonly ImagelessFolder[],
): UserError | undefined {
  const empty = folders.filter((folder) => !folder.isPool);
  if (empty.length === 0) return undefined;
  const filled = empty.filter(({ files }) => files.length > 0).slice(0, DESCRIBED);
  const there = filled.map(({ files }) => described(files)).join('; ');
  return userError(path, 'folders without images', {
    got: empty.map(({ name }) => name),
    expected: 'images in each folder of a class',
    advice: `Remove them, or add their images.${there === '' ? '' : ` They hold ${there}.`}`,
  });
}

/** `bird/0.ppm and 29 more: PPM …` */
function described([first, ...more]: readonly DigestedFile[]): string {
  const { name, type } = first!;
  const others = more.length === 0 ? '' : ` and ${more.length.toLocaleString('en')} more`;
  return `${name}${others}: ${typeFault(type)}`;
}
