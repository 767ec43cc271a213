import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceDocuments } from '@nhat/documents';
import { PUBLISHED, packPath, readPack } from '@nhat/packs';
import { askForFiles } from '@nhat/runner/made-here';
import { openStore } from '@nhat/store';
import { forecast } from './forecast';
import { plannedPipeline } from './planned-pipeline';

/** A pipeline that is about to run, with the names of its nodes. */
export interface RunningPipeline {
  name: string;
  nodes: readonly string[];
}

/**
 * Asks for the files of results that only packs have, where a node of these pipelines will run and read them: their makers run first then, as
 * `nx plan` says, and what rests on them begins from what they make here. Where every node has a result, here or in the pack of its
 * pipeline, nobody is asked.
 */
export async function askForLostFiles(
  root: string,
  workspace: WorkspaceDocuments,
  pipelines: readonly RunningPipeline[],
): Promise<void> {
  if (process.env['NHAT_PUBLISHED'] === 'off' || !existsSync(join(root, PUBLISHED))) return;
  for (const { name, nodes } of pipelines) {
    if (nodes.every(knownIn(root, name))) continue;
    const { plan } = plannedPipeline(root, workspace, name);
    const store = openStore(root, process.env, () => undefined);
    for (const { name: maker, status, reason } of await forecast({ root, store }, name, plan)) {
      if (status === 'run' && reason?.kind === 'files lost') askForFiles(root, maker);
    }
  }
}

/** Whether a node of this name has had a result here, or has one in the pack of the pipeline. */
function knownIn(root: string, pipeline: string): (node: string) => boolean {
  let packed: Set<string> | undefined;
  return (node) => {
    if (existsSync(join(root, 'artifacts', node, 'outputs.json'))) return true;
    packed ??= nodesInPack(join(root, packPath(pipeline)), pipeline);
    return packed.has(node);
  };
}

function nodesInPack(path: string, pipeline: string): Set<string> {
  const found = readPack(path, pipeline);
  if (found.kind !== 'pack') return new Set();
  const { pack } = found;
  return new Set(pack.keys.flatMap((key) => pack.manifest(key)?.node ?? []));
}
