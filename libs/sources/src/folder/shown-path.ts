import { isAbsolute } from 'node:path';

/**
 * A file of a dataset as messages name it: the folder as the document writes it, then the path within it. `path` may also name one file
 * with many images, whose name their places begin with: `train.npz › x_train 17`.
 */
export function shownPath(path: string, name: string): string {
  if (isAbsolute(name)) return name;
  const folder = path.replace(/\/+$/, '');
  const [file = '', ...parts] = name.split(' › ');
  const isThatFile = parts.length > 0 && (folder === file || folder.endsWith(`/${file}`));
  return isThatFile ? [folder, ...parts].join(' › ') : `${folder}/${name}`;
}
