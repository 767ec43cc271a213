import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { userError } from '@nhat/documents';
import type { SourcePlace } from '@nhat/documents';
import { hasSplitFolders, imagesInClassFolders } from './class-folders';
import { digestFiles } from './digest-index';
import type { DigestedFile } from './digest-index';
import type { FoundFiles, FoundImage } from './found-image';
import { checkHiddenSplits } from './hidden-splits';
import { countsAsImage, typeByName } from './image-type';
import { imagelessFolders, imagelessProblem } from './imageless-folders';
import { findPacked, isPacked } from '../packed/find-packed';
import { listPath } from './list-files';
import type { Listing } from './list-files';
import type { FolderOptions } from './options';
import { withoutPoolFiles } from './pool-files';
import { readTable } from './read-table';
import { shownPath } from './shown-path';
import { imagesOfTable } from './table-images';
import { unreadColumns } from './unread-columns';

/** The table that is read where no other is named. */
export const USUAL_TABLE = 'metadata.csv';

/** Where the path of a dataset leads to. */
export const placeOf = (path: string, { root, environment }: SourcePlace): string =>
  isAbsolute(path) ? path : resolve(environment['NHAT_DATA'] || root, path);

/**
 * Lists the images in the folders of a dataset, with their labels and the splits that the files give. What is wrong with
 * rows of a table is in the result; throws a UserError for any other mistake.
 */
export async function findImages(options: FolderOptions, place: SourcePlace): Promise<FoundFiles> {
  const folder = placeOf(options.path, place);
  const all = await digestedFolder(options.path, place);
  const pools = await digestedPools(options, place);
  const inPools = pools.map(({ more }) => more.listing.files);
  const packed = withoutPoolFiles(all.packed, inPools);
  const table = packed.length > 0 ? undefined : tableOf(folder, options);
  const own = table === undefined ? withoutPoolFiles(all.images, inPools) : all.images;
  const top = { ...all, packed, images: own, others: withoutPoolFiles(all.others, inPools) };
  const isPackedSet = top.packed.length > 0;
  checkOneLayout(options, top);
  const { images, mistakes, chosen } = isPackedSet
    ? without(await findPacked(packedIn(options, place, top.packed)))
    : table === undefined
      ? without(imagesInFolders(options.path, top.images))
      : imagesByTable(options, { folder, table }, top.images);
  const isSplit = table === undefined && hasSplitFolders(top.images);
  const emptyUnlabelled: string[] = [];
  if (table === undefined && !isPackedSet) {
    const unread = pools.some(({ more }) => more.packed.length > 0)
      ? undefined
      : unreadColumns(options);
    if (unread !== undefined) throw unread;
    const imageless = imagelessFolders({ ...top, hasSplits: isSplit });
    const problem = imagelessProblem(options.path, imageless);
    if (problem !== undefined) throw problem;
    emptyUnlabelled.push(...imageless.map(({ name }) => `${options.path}/${name}`));
  }
  const pool: FoundImage[] = [];
  const others = top.others
    .map(({ name }) => name)
    .filter((name) => table === undefined || join(folder, name) !== table);
  let [hidden, innerLinks] = [top.listing.hidden, top.listing.innerLinks];
  for (const { path, more } of pools) {
    const where = (name: string) => `${path}/${name}`;
    pool.push(
      ...more.images.map((file): FoundImage => {
        return { file, where: where(file.name), label: null, split: 'train', group: null };
      }),
    );
    pool.push(
      ...(await findPacked({
        ...packedIn(
          options,
          place,
          more.packed.map((file) => ({ ...file, name: where(file.name) })),
        ),
        unlabelled: true,
      })),
    );
    if (more.images.length + more.packed.length === 0) emptyUnlabelled.push(path);
    others.push(...more.others.map(({ name }) => where(name)));
    hidden += more.listing.hidden;
    innerLinks += more.listing.innerLinks;
  }
  return {
    images: [...images, ...pool],
    ...{ others, hidden, innerLinks, emptyUnlabelled, mistakes, chosen },
    layout: isPackedSet
      ? 'packed files'
      : table !== undefined
        ? 'table'
        : isSplit
          ? 'split and class folders'
          : 'class folders',
  };
}

/** A folder that `unlabelled` names. */
interface Pool {
  path: string;
  more: DigestedFolder;
}

async function digestedPools({ unlabelled }: FolderOptions, place: SourcePlace): Promise<Pool[]> {
  const pools: Pool[] = [];
  for (const path of unlabelled) pools.push({ path, more: await digestedFolder(path, place) });
  return pools;
}

type LabelledFiles = Pick<FoundFiles, 'images' | 'mistakes' | 'chosen'>;

const without = (images: FoundImage[]): LabelledFiles => ({ images, mistakes: [], chosen: [] });

function imagesInFolders(path: string, files: readonly DigestedFile[]): FoundImage[] {
  checkHiddenSplits(path, files);
  return imagesInClassFolders(path, files);
}

function imagesByTable(
  { path, columns }: FolderOptions,
  { folder, table }: Record<'folder' | 'table', string>,
  files: readonly DigestedFile[],
): LabelledFiles {
  const name = relative(folder, table);
  const { rows, mistakes, chosen } = readTable(table, columns, shownPath(path, name));
  const place = { table: name, path, folders: [folder, realpathSync(folder)] };
  const found = imagesOfTable(place, rows, files);
  return { images: found.images, mistakes: [...mistakes, ...found.mistakes], chosen };
}

interface DigestedFolder {
  listing: Listing;
  images: DigestedFile[];
  /** Files that hold many images. */
  packed: DigestedFile[];
  others: DigestedFile[];
}

const packedIn = (
  { columns }: FolderOptions,
  { root }: SourcePlace,
  files: readonly DigestedFile[],
) => ({
  ...{ root, files, names: columns, unlabelled: false },
});

/** Throws where it is not clear what the images are. */
function checkOneLayout({ path, table }: FolderOptions, { images, packed }: DigestedFolder): void {
  const [first] = packed;
  if (first === undefined || (images.length === 0 && table === '')) return;
  throw userError(path, 'files with many images beside other images or a table', {
    got: [first.name, images[0]?.name ?? table],
    expected: 'images in folders, or packed files (.npz, .parquet, IDX) alone',
    advice: 'Move the one or the other into a folder of its own.',
  });
}

/** The files of a folder; `path` as the document writes it. */
async function digestedFolder(path: string, place: SourcePlace): Promise<DigestedFolder> {
  const folder = placeOf(path, place);
  const listing = listPath(folder, path);
  const [broken] = listing.brokenLinks;
  if (broken !== undefined) {
    throw userError(shownPath(path, broken), 'a link that leads nowhere', {
      advice: 'Remove it, or bring back what it leads to.',
    });
  }
  checkNames(path, listing);
  const files = await digestFiles(place.root, folder, listing.files);
  const found: DigestedFolder = { listing, images: [], packed: [], others: [] };
  for (const file of files) {
    if (isPacked(file.name)) found.packed.push(file);
    else if (countsAsImage(file.name, file.type)) found.images.push(named(file));
    else found.others.push(file);
  }
  return found;
}

/** A file with the kind that it is by its name, too. */
export const named = (file: DigestedFile): DigestedFile => {
  const type = typeByName(file.name, file.type);
  return type === file.type ? file : { ...file, type };
};

/** Two names that are the same text in Unicode's two forms. */
function checkNames(path: string, { files }: Listing): void {
  const twice = files.find(({ name }, i) => files[i + 1]?.name === name);
  if (twice === undefined) return;
  throw userError(
    shownPath(path, twice.name),
    'two files whose names look the same, in two forms of Unicode',
    {
      advice: 'Rename or remove one of them.',
    },
  );
}

function tableOf(folder: string, { table }: FolderOptions): string | undefined {
  if (table !== '') return resolve(folder, table);
  const usual = join(folder, USUAL_TABLE);
  return existsSync(usual) ? usual : undefined;
}
