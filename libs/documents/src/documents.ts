import { parseDocument } from './parse-document';
import type { DocumentFile } from './parse-document';
import type { JsonObject } from './json';
import { userError } from './user-error';

/**
 * The documents of one kind, by name. An error in a document is thrown when that document is read, so that it affects no other.
 */
export interface Documents {
  kind: 'dataset' | 'pipeline';
  names: readonly string[];
  path(name: string): string;
  /** As it was read. Throws for a document that could not be read. */
  text(name: string): string;
  body(name: string): JsonObject;
}

export function indexDocuments(kind: Documents['kind'], files: readonly DocumentFile[]): Documents {
  const byName = new Map<string, DocumentFile[]>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = documentName(kind, file.path);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const find = (name: string): DocumentFile => {
    const [file, second] = byName.get(name) ?? [];
    if (file === undefined) throw new RangeError(`no ${kind} ${name}`);
    if (second === undefined) return file;
    throw userError(second.path, `a second ${kind} of this name`, {
      got: name,
      expected: `one; the other is ${file.path}`,
      advice: 'Rename one of the files.',
    });
  };
  return {
    kind,
    names: [...byName.keys()],
    path: (name) => find(name).path,
    text: (name) => {
      const { text, fault } = find(name);
      if (fault !== undefined) throw fault;
      return text;
    },
    body: (name) => parseDocument(find(name)),
  };
}

/**
 * A pipeline is named by its path below `pipelines/`: `pipelines/mini/finding-1.json` is `mini/finding-1`. A dataset is
 * named by its file alone, in whatever folder: names of nodes are made of it.
 */
export const documentName = (kind: Documents['kind'], path: string): string =>
  path.replace(kind === 'pipeline' ? /^[^/]*\// : /^.*\//, '').replace(/\.json$/, '');
