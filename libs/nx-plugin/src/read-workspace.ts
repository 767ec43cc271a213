import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { registries } from '@nhat/plan';
import { indexDocuments } from '@nhat/spec';
import type { DocumentFile, Documents, Workspace } from '@nhat/spec';

/** All documents of a workspace; they are parsed when they are needed. */
export const readWorkspace = (root: string): Workspace => ({
  datasets: documents(root, 'dataset'),
  pipelines: documents(root, 'pipeline'),
  registries,
});

function documents(root: string, kind: Documents['kind']): Documents {
  return indexDocuments(kind, readFolder(root, `${kind}s`));
}

function readFolder(root: string, folder: string): DocumentFile[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .map((path) => ({
        path: path.split(sep).join('/'),
        text: readFileSync(join(root, path), 'utf8'),
      }));
  } catch (error) {
    throw fileFault(folder, error);
  }
}
