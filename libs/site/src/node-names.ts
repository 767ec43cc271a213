import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlainFile, sha256, writeAtomic } from '@nhat/artifacts';
import { documentsOf, resolvePipeline } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { firstNodes, planPipeline } from '@nhat/plan';

/** The names of the nodes of a pipeline, and what they were planned from. */
interface PlannedNames {
  /** Digest of the texts of all documents that the pipeline is made of. */
  texts: string;
  /** Digest of the code that planned. */
  code: string;
  nodes: string[];
}

/** Below the root of the workspace. */
const FOLDER = join('.nhat', 'node-names');

/**
 * The names of the nodes of a pipeline as its document is now; null where none of them can have a result, because `isRun` says so
 * of those that wait for no other one. Planning all pipelines takes seconds, so names are kept in `.nhat/node-names/` and taken
 * while documents and code are the same. Throws a UserError for a mistake in a document.
 */
export function nodeNames(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
  { code, isRun }: { code: string; isRun: (nodes: readonly string[]) => boolean },
): readonly string[] | null {
  const path = join(root, FOLDER, `${sha256(name).slice(0, 32)}.json`);
  const texts = textsDigest(root, workspace, name);
  const kept = readKept(path);
  if (kept?.texts === texts && kept.code === code) return kept.nodes;
  const pipeline = resolvePipeline(workspace, name);
  if (!isRun(firstNodes(pipeline))) return null;
  const nodes = planPipeline(pipeline).nodes.map((node) => node.name);
  keep(path, { texts, code, nodes });
  return nodes;
}

/** Of the paths and contents of all documents that a pipeline is made of. */
const textsDigest = (root: string, workspace: WorkspaceDocuments, name: string): string =>
  sha256(
    JSON.stringify(
      documentsOf(workspace, name).map((path) => [path, sha256(readFileSync(join(root, path)))]),
    ),
  );

function readKept(path: string): PlannedNames | undefined {
  try {
    const file = readPlainFile(path);
    if (file.kind !== 'file') return undefined;
    const { texts, code, nodes } = JSON.parse(file.bytes.toString('utf8')) as PlannedNames;
    const isWhole = Array.isArray(nodes) && nodes.every((node) => typeof node === 'string');
    return isWhole ? { texts, code, nodes } : undefined;
  } catch {
    return undefined;
  }
}

/** Where it cannot be written, each report plans anew. */
function keep(path: string, names: PlannedNames): void {
  try {
    writeAtomic(path, `${JSON.stringify(names)}\n`, { durable: false });
  } catch {
    // The disk is full or read-only; whatever needs it reports that.
  }
}
