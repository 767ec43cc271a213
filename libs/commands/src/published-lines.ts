import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packPath } from '@nhat/packs';

/** What a reader may have where a run of these pipelines has failed, e.g. because its images are not here: a line for each pack. */
export const publishedLines = (root: string, pipelines: readonly string[]): string[] =>
  pipelines
    .filter((name) => existsSync(join(root, packPath(name))))
    .map((name) => `The published results of ${name} need no run: npx nx published ${name}`);
