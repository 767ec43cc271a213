import { ADDED_ENDING } from './added-runs';
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
  /** The file of the runs that were added to a pipeline, `<name>.added.json` beside it; undefined where there is none. */
  added(name: string): DocumentFile | undefined;
  /** A file that a document names, by its path from the folder of the document; a missing file has a fault. */
  beside(name: string, file: string): DocumentFile;
}

/** Reads the file that the document at `from` names. */
export type ReadBeside = (from: string, file: string) => DocumentFile;

const notRead: ReadBeside = (from, file) => ({
  ...{ path: file, text: '' },
  fault: userError(from, 'names a file that cannot be read here', { got: file }),
});

export function indexDocuments(
  kind: Documents['kind'],
  files: readonly DocumentFile[],
  readBeside: ReadBeside = notRead,
): Documents {
  const byName = new Map<string, DocumentFile[]>();
  const { own, added } = kind === 'pipeline' ? apart(files) : { own: files, added: new Map() };
  for (const file of own.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
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
    added: (name) => added.get(find(name).path),
    beside: (name, file) => readBeside(find(name).path, file),
  };
}

/**
 * Pipelines, and by their path the files of additions beside them. A file of additions without its pipeline stays among the
 * pipelines, with the fault that is thrown when it is read.
 */
function apart(files: readonly DocumentFile[]): {
  own: DocumentFile[];
  added: Map<string, DocumentFile>;
} {
  const paths = new Set(files.map(({ path }) => path));
  const own: DocumentFile[] = [];
  const added = new Map<string, DocumentFile>();
  for (const file of files) {
    const pipeline = file.path.replace(ADDED_ENDING, '.json');
    if (!file.path.endsWith(ADDED_ENDING)) own.push(file);
    else if (paths.has(pipeline)) added.set(pipeline, file);
    else own.push({ ...file, fault: withoutPipeline(file.path, pipeline) });
  }
  return { own, added };
}

const withoutPipeline = (path: string, pipeline: string) =>
  userError(path, 'added runs without their pipeline', {
    expected: `${pipeline} beside it`,
    advice: 'Rename it as the pipeline, or delete it.',
  });

/**
 * A pipeline is named by its path below `pipelines/`: `pipelines/mini/finding-1.json` is `mini/finding-1`. A dataset is
 * named by its file alone, in whatever folder: names of nodes are made of it.
 */
export const documentName = (kind: Documents['kind'], path: string): string =>
  path.replace(kind === 'pipeline' ? /^[^/]*\// : /^.*\//, '').replace(/\.json$/, '');
