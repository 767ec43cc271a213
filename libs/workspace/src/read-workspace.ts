import { closeSync, openSync, readSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { registries } from '@nhat/plan';
import { MAX_BYTES, documentText, indexDocuments, userError } from '@nhat/documents';
import type { DocumentFile, Documents, WorkspaceDocuments } from '@nhat/documents';

/** All documents of a workspace; they are parsed when they are needed. */
export const readWorkspace = (root: string): WorkspaceDocuments => ({
  datasets: documents(root, 'dataset'),
  pipelines: documents(root, 'pipeline'),
  registries,
});

function documents(root: string, kind: Documents['kind']): Documents {
  const folder = `${kind}s`;
  try {
    return indexDocuments(kind, [...readFolder(root, folder, [])]);
  } catch (error) {
    throw fileFault(folder, error);
  }
}

/** Every document below a folder, through links too. `above` are the folders that lead there, as they are on the disk. */
function* readFolder(root: string, folder: string, above: string[]): Iterable<DocumentFile> {
  const real = realpathSync(join(root, folder));
  // A link to a folder that it is in.
  if (above.some((one) => one === real || one.startsWith(real + sep))) return;
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = `${folder}/${name}`;
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found?.isDirectory()) yield* readFolder(root, path, [...above, real]);
    else if (name.endsWith('.json')) yield readDocument(root, path);
  }
}

function readDocument(root: string, path: string): DocumentFile {
  try {
    return { path, text: documentText(path, readBytes(root, path)) };
  } catch (error) {
    return { path, text: '', fault: fileFault(path, error) };
  }
}

/** A little more than a document may have is enough to refuse it. */
function readBytes(root: string, path: string): Uint8Array {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found?.isFile()) {
    throw userError(path, 'not a file', {
      expected: 'a file, or a link to one',
      advice: 'Remove it or restore what it points to.',
    });
  }
  const file = openSync(join(root, path), 'r');
  try {
    const bytes = new Uint8Array(Math.min(found.size, MAX_BYTES + 1));
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
