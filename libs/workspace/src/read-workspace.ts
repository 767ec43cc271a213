import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { registries } from '@nhat/plan';
import { MAX_BYTES, documentText, indexDocuments, userError } from '@nhat/documents';
import type { DocumentFile, Documents, WorkspaceDocuments } from '@nhat/documents';
import { statedScores } from './stated-scores';

/** All documents of a workspace; they are parsed when they are needed. A command line may state one more (`statedScores`). */
export const readWorkspace = (root: string): WorkspaceDocuments => ({
  datasets: documents(root, 'dataset'),
  pipelines: documents(root, 'pipeline', statedScores(process.env)),
  registries,
});

function documents(root: string, kind: Documents['kind'], stated?: DocumentFile): Documents {
  const folder = `${kind}s`;
  try {
    const files = [...readFolder(root, folder, [])].filter(({ path }) => path !== stated?.path);
    return indexDocuments(kind, stated ? [...files, stated] : files, (from, file) =>
      readBeside(root, from, file),
    );
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

/** The largest size of a file that a document names, in bytes. */
const MAX_BESIDE = 16_000_000;

/** A file that the document at `from` names; its path is that in the workspace, or absolute where it lies outside. */
function readBeside(root: string, from: string, file: string): DocumentFile {
  const place = resolve(root, dirname(from), file);
  const inside = relative(root, place);
  const path = inside.startsWith('..') || isAbsolute(inside) ? place : inside.split(sep).join('/');
  if (!existsSync(place)) {
    const fault = userError(path, 'no such file', {
      got: file,
      expected: `the path of a file from the folder of ${from}`,
    });
    return { path, text: '', fault };
  }
  try {
    return { path, text: documentText(path, readBytes(root, place, MAX_BESIDE), MAX_BESIDE) };
  } catch (error) {
    return { path, text: '', fault: fileFault(path, error) };
  }
}

/** A little more than a document may have is enough to refuse it. */
function readBytes(root: string, path: string, limit = MAX_BYTES): Uint8Array {
  const place = resolve(root, path);
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    throw userError(path, 'not a file', {
      expected: 'a file, or a link to one',
      advice: 'Remove it or restore what it points to.',
    });
  }
  const file = openSync(place, 'r');
  try {
    const bytes = new Uint8Array(Math.min(found.size, limit + 1));
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
