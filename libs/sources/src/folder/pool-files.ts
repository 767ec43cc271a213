import { isUnlabelled, topOf } from './class-folders';
import type { ListedFile } from './list-files';

/**
 * The files of the folder of a dataset without those that lie in a folder for images without labels within it, whatever links lead there.
 * One that is the whole folder or holds it takes none away, because no image with a label would be left. Files that have no label anyway
 * stay, so that it makes no difference whether their folder is named, too.
 */
export function withoutPoolFiles<T extends ListedFile>(
  files: readonly T[],
  pools: readonly (readonly ListedFile[])[],
): T[] {
  const depths = new Map<string, number>();
  for (const { path, name } of pools.flat()) {
    depths.set(path, Math.min(depthOf(name), depths.get(path) ?? Infinity));
  }
  const isOwn = ({ path, name }: ListedFile) => (depths.get(path) ?? Infinity) >= depthOf(name);
  return files.filter((file) => isOwn(file) || isUnlabelled(topOf(file.name)));
}

const depthOf = (name: string): number => name.split('/').length;
