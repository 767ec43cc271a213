import { UserError, userError } from '@nhat/documents';
import type { SourcePlace } from '@nhat/documents';
import { isPacked } from '../packed/find-packed';
import { folderOf, hasPlace, hasSplitFolders, imagesInClassFolders } from './class-folders';
import { digestFiles } from './digest-index';
import type { DigestedFile } from './digest-index';
import { USUAL_TABLE, findImages, named, placeOf } from './find-images';
import type { FoundFiles, FoundImage } from './found-image';
import { checkHiddenSplits } from './hidden-splits';
import { imagelessFolders, imagelessProblem } from './imageless-folders';
import { countsAsImage } from './image-type';
import { listPath } from './list-files';
import type { Listing } from './list-files';
import type { FolderOptions } from './options';
import { withoutPoolFiles } from './pool-files';
import { shownPath } from './shown-path';
import { unreadColumns } from './unread-columns';

/** The images that are there, and what is wrong with the folders, a message each, for which a run refuses them. */
export interface FoundDespite {
  found: FoundFiles;
  problems: string[];
}

/**
 * Does what `findImages` does, and where that refuses folders of classes goes on without the images and folders that it refuses, so that
 * a check tells all that is wrong at once. Throws the UserError of `findImages` for anything else.
 */
export async function findDespiteFaults(
  options: FolderOptions,
  place: SourcePlace,
): Promise<FoundDespite> {
  try {
    return { found: await findImages(options, place), problems: [] };
  } catch (error) {
    const rest = error instanceof UserError ? await withoutFaults(options, place) : undefined;
    if (rest === undefined) throw error;
    return rest;
  }
}

/**
 * Undefined where the images are not in folders of classes, or where nothing is wrong with these. Throws a UserError where these may be
 * splits.
 */
async function withoutFaults(
  options: FolderOptions,
  place: SourcePlace,
): Promise<FoundDespite | undefined> {
  const { path, table, unlabelled } = options;
  const folders = [path, ...unlabelled].map((one) => listPath(placeOf(one, place), one));
  const [top, ...pools] = folders as [Listing, ...Listing[]];
  const hasTable = table !== '' || top.files.some(({ name }) => name === USUAL_TABLE);
  if (hasTable || folders.some(holdsPacked)) return undefined;
  const all = await imagesAmong(top, placeOf(path, place), place);
  const inPools = pools.map((pool) => pool.files);
  const files = withoutPoolFiles(all.images, inPools);
  const others = withoutPoolFiles(all.others, inPools);
  checkHiddenSplits(path, files);
  const hasSplits = hasSplitFolders(files);
  const placed = files.filter((file) => hasPlace(folderOf(file), hasSplits));
  const imageless = imagelessFolders({ listing: top, images: files, others, hasSplits });
  const problems = [
    ...brokenLinks(path, top),
    ...unlabelled.flatMap((pool, at) => brokenLinks(pool, pools[at]!)),
    ...strayProblem(path, files),
    ...[unreadColumns(options), imagelessProblem(path, imageless)].flatMap(
      (problem) => problem?.message ?? [],
    ),
  ];
  if (problems.length === 0) return undefined;
  const pooled: FoundImage[] = [];
  for (const [at, pool] of pools.entries()) {
    const name = unlabelled[at]!;
    const { images } = await imagesAmong(pool, placeOf(name, place), place);
    pooled.push(
      ...images.map((file): FoundImage => {
        const where = `${name}/${file.name}`;
        return { file, where, label: null, split: 'train', group: null };
      }),
    );
  }
  const found: FoundFiles = {
    images: [...imagesInClassFolders(path, placed), ...pooled],
    ...{ others: others.map(({ name }) => name), mistakes: [], chosen: [], emptyUnlabelled: [] },
    hidden: folders.reduce((sum, { hidden }) => sum + hidden, 0),
    innerLinks: folders.reduce((sum, { innerLinks }) => sum + innerLinks, 0),
    layout: hasSplits ? 'split and class folders' : 'class folders',
  };
  return { found, problems };
}

const holdsPacked = ({ files }: Listing): boolean => files.some(({ name }) => isPacked(name));

async function imagesAmong(
  { files }: Listing,
  folder: string,
  { root }: SourcePlace,
): Promise<Record<'images' | 'others', DigestedFile[]>> {
  const digested = await digestFiles(root, folder, files);
  return {
    images: digested.filter(({ name, type }) => countsAsImage(name, type)).map(named),
    others: digested.filter(({ name, type }) => !countsAsImage(name, type)),
  };
}

const brokenLinks = (path: string, { brokenLinks: broken }: Listing): string[] =>
  broken.map(
    (name) =>
      userError(shownPath(path, name), 'a link that leads nowhere', {
        advice: 'Remove it, or bring back what it leads to.',
      }).message,
  );

function strayProblem(path: string, files: readonly DigestedFile[]): string[] {
  try {
    imagesInClassFolders(path, files);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
