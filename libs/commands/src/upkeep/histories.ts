import { join } from 'node:path';
import { historyFolder, historyNames } from '@nhat/collect/result-history';
import { fileAt, pathsBelow } from './kept-files';
import type { KeptFile } from './kept-files';

/** Pipelines that have a folder of kept results, whether they have a document or not; names may have several parts. */
export function historyOwners(root: string): string[] {
  const owners = pathsBelow(join(root, 'reports')).flatMap(
    (path) => /^(.+)\/history\/[^/]+$/.exec(path)?.[1] ?? [],
  );
  return [...new Set(owners)];
}

/** The kept results of all pipelines. */
export const historyFiles = (root: string): KeptFile[] =>
  historyOwners(root).flatMap((pipeline) =>
    historyNames(root, pipeline).flatMap(
      (name) => fileAt(join(historyFolder(root, pipeline), name), name) ?? [],
    ),
  );
