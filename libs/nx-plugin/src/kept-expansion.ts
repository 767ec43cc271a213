import { join } from 'node:path';
import {
  parseChecksummed,
  readPlainFile,
  sha256,
  withChecksum,
  writeAtomic,
} from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import type { DocumentFile, Documents, WorkspaceDocuments } from '@nhat/documents';
import { hasRecords, writeNodeRecords } from '@nhat/runner/node-record';
import { expandPipeline } from './expansion';
import type { Expansion } from './expansion';

/**
 * The documents that were read, `kind/name` → SHA-256 of the text; `added/name`: of the runs that were added to a pipeline;
 * `beside/…`: of a file that it names.
 */
type ReadTexts = Record<string, string>;

interface Kept {
  /** Digest of the code that expanded it. */
  code: string;
  read: ReadTexts;
  expansion: Expansion;
}

/** Of added runs, and what their digest is where there are none. */
const [ADDED, NONE] = ['added', 'none'];
/** Of files that documents name: followed by the pipeline and the file as JSON. */
const BESIDE = 'beside';

/** The system does not let the records of nodes be written: the document is not at fault, and nothing can run. */
export class UnwrittenRecords extends UserError {}

/** Below the root of the workspace. */
const FOLDER = join('.nhat', 'graph');

/**
 * A pipeline as nodes and bundles, whose records are on the disk. It is planned when a document that it is made of, or the code
 * that plans, is another than last time, or when a record is gone; else the kept expansion is read, which takes a hundredth of
 * the time. `code` is a digest of the code; without one nothing is kept. Throws a UserError for a mistake in a document, and UnwrittenRecords.
 */
export function keptExpansion(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
  code: string | undefined,
): Expansion {
  const path = pathOf(root, name);
  const known = knownExpansion(root, workspace, name, code);
  if (known !== undefined) return known;
  const read: ReadTexts = {};
  const { expansion, written } = expandPipeline(noting(workspace, read), name);
  try {
    writeNodeRecords(root, written);
  } catch (error) {
    throw new UnwrittenRecords((error as Error).message);
  }
  if (code !== undefined) keep(path, { code, read, expansion });
  return expansion;
}

/** A kept expansion that is still that of the documents; undefined where the pipeline would have to be planned. */
export function knownExpansion(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
  code: string | undefined,
): Expansion | undefined {
  const kept = code === undefined ? undefined : readKept(pathOf(root, name));
  if (kept === undefined || kept.code !== code) return undefined;
  return isFresh(root, workspace, name, kept) ? kept.expansion : undefined;
}

const pathOf = (root: string, name: string): string =>
  join(root, FOLDER, `${sha256(name).slice(0, 32)}.json`);

function isFresh(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
  { read, expansion }: Kept,
) {
  const { pipeline, records } = expansion;
  const isSame = ([key, digest]: [string, string]) => textDigest(workspace, key) === digest;
  return pipeline.name === name && Object.entries(read).every(isSame) && hasRecords(root, records);
}

/** Undefined for a document that is gone, that cannot be read, or that there are two of. */
function textDigest(workspace: WorkspaceDocuments, key: string): string | undefined {
  const [kind, ...name] = key.split('/');
  try {
    if (kind === ADDED) return addedDigest(workspace.pipelines, name.join('/'));
    if (kind === BESIDE) {
      const [pipeline, file] = JSON.parse(name.join('/')) as [string, string];
      return besideDigest(workspace.pipelines.beside(pipeline, file));
    }
    const documents = kind === 'dataset' ? workspace.datasets : workspace.pipelines;
    return sha256(documents.text(name.join('/')));
  } catch {
    return undefined;
  }
}

const addedDigest = (pipelines: Documents, name: string): string => {
  const added = pipelines.added(name);
  return added === undefined ? NONE : sha256(added.text);
};

const besideDigest = ({ path, text, fault }: DocumentFile): string =>
  sha256(JSON.stringify([path, text, fault?.message ?? null]));

/** The same workspace, which notes in `read` the documents that are read. */
function noting(
  { datasets, pipelines, registries }: WorkspaceDocuments,
  read: ReadTexts,
): WorkspaceDocuments {
  const noted = (documents: Documents): Documents => ({
    ...documents,
    body: (name) => {
      read[`${documents.kind}/${name}`] = sha256(documents.text(name));
      return documents.body(name);
    },
    added: (name) => {
      read[`${ADDED}/${name}`] = addedDigest(documents, name);
      return documents.added(name);
    },
    beside: (name, file) => {
      const found = documents.beside(name, file);
      read[`${BESIDE}/${JSON.stringify([name, file])}`] = besideDigest(found);
      return found;
    },
  });
  return { datasets: noted(datasets), pipelines: noted(pipelines), registries };
}

function readKept(path: string): Kept | undefined {
  try {
    const file = readPlainFile(path);
    const text = file.kind === 'file' ? parseChecksummed(file.bytes) : undefined;
    return text === undefined ? undefined : (JSON.parse(text.body) as Kept);
  } catch {
    return undefined;
  }
}

/** Where it cannot be written, each command plans anew. */
function keep(path: string, kept: Kept): void {
  try {
    writeAtomic(path, withChecksum(`${JSON.stringify(kept)}\n`), { durable: false });
  } catch {
    // The disk is full or read-only; whatever needs it says so.
  }
}
