import { parseDocument } from './parse-document';
import type { JsonObject } from './node-config';
import { userError } from './user-error';

/** A file as it was read; its name without folders and `.json` is the name of the document. */
export interface DocumentFile {
  /** Relative to the workspace, with forward slashes: `pipelines/smoke.json`. */
  path: string;
  text: string;
}

/** The documents of one kind, by name. A file is parsed when it is asked for, so that one broken file breaks no other. */
export interface Documents {
  kind: 'dataset' | 'pipeline';
  names: readonly string[];
  path(name: string): string;
  body(name: string): JsonObject;
}

export function indexDocuments(kind: Documents['kind'], files: readonly DocumentFile[]): Documents {
  const byName = new Map<string, DocumentFile>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = documentName(file.path);
    const other = byName.get(name);
    if (other !== undefined) {
      throw userError(file.path, `a second ${kind} of this name`, {
        got: name,
        expected: `one; the other is ${other.path}`,
        advice: 'Rename one of the files.',
      });
    }
    byName.set(name, file);
  }
  const find = (name: string) => {
    const file = byName.get(name);
    if (file === undefined) throw new RangeError(`no ${kind} ${name}`);
    return file;
  };
  return {
    kind,
    names: [...byName.keys()],
    path: (name) => find(name).path,
    body: (name) => parseDocument(find(name)),
  };
}

export const documentName = (path: string): string =>
  path.replace(/^.*\//, '').replace(/\.json$/, '');
