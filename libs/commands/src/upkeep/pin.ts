import { join, resolve } from 'node:path';
import { isDigest } from '@nhat/artifacts';
import { jsonFlag, readFlags, unknownName, userError, UserError } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import type { Plan } from '@nhat/plan';
import { plural } from '@nhat/report/number-format';
import { openStore } from '@nhat/store';
import { OWN_FOLDER } from '@nhat/store/team-store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { checkReadable, finishedNodes, writtenOrStored } from '../finished-nodes';
import { pipelineWithNode, plannedPipeline } from '../planned-pipeline';
import type { PlannedPipeline } from '../planned-pipeline';
import { filesIn } from './kept-files';
import { nameIn } from './named';
import { changePins } from './pins';
import type { Pin } from './pins';
import { storedManifest } from './reach';

/**
 * `nx pin <pipeline or node> [--json]`: keeps the results that a pipeline, or a node with everything it is made from, has today, whatever
 * becomes of document and code, and says of how many the store lacks files.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { name, words } = nameIn('nx pin', args);
  const { json } = readFlags(`nx pin ${name}`, words, jsonFlag);
  const workspace = readWorkspace(root);
  const isPipeline = workspace.pipelines.names.includes(name);
  const { plan } = isPipeline
    ? plannedPipeline(root, workspace, name)
    : withNode(root, workspace, name);
  const wanted = isPipeline ? undefined : closureOf(plan, name);
  const folder = openStore(root).folder ?? resolve(root, OWN_FOLDER);
  const find = writtenOrStored(root, (key) => storedManifest(folder, key));
  const { finished, unreadable } = await finishedNodes(root, plan, find);
  const results = [...finished]
    .filter(([node]) => wanted === undefined || wanted.has(node))
    .map(([node, { actionKey, outputs }]) => ({
      node,
      actionKey,
      blobs: Object.values(outputs.blobs),
    }));
  const planned = wanted?.size ?? plan.nodes.length;
  if (results.length === 0 || (!isPipeline && !finished.has(name))) {
    checkReadable(unreadable, (node) => wanted?.has(node) ?? true);
    throw withoutResult(name, isPipeline);
  }
  const here = new Set(filesIn(join(folder, 'cas'), isDigest).map(({ name: digest }) => digest));
  const withoutFiles = results
    .filter(({ blobs }) => blobs.some((digest) => !here.has(digest)))
    .map(({ node }) => node);
  const pin: Pin = {
    name,
    kind: isPipeline ? 'pipeline' : 'node',
    at: new Date().toISOString(),
    results,
  };
  await changePins(root, (pins) => [...pins.filter((other) => other.name !== name), pin]);
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...pin, planned, withoutFiles }, null, 2)}\n`
      : `${name}: pinned, ${results.length} of ${planned} nodes; npx nx unpin ${name} lets it go\n${withoutFilesText(withoutFiles.length)}`,
  );
}

/** Throws a UserError where no pipeline has the node. */
function withNode(root: string, workspace: WorkspaceDocuments, node: string): PlannedPipeline {
  const planned = pipelineWithNode(root, workspace, node);
  if (planned !== undefined) return planned;
  throw new UserError(unknownName('nx pin', node, workspace.pipelines.names));
}

/** The node and everything it is made from. */
function closureOf({ nodes }: Plan, name: string): Set<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const found = new Set<string>();
  const waiting = [name];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...byName.get(one)!.upstream.map(({ node }) => node));
  }
  return found;
}

/** A line where a pin has less to keep than it seems: the store has figures of a pack, say, without the weights behind them. */
const withoutFilesText = (nodes: number): string =>
  nodes === 0
    ? ''
    : `Files of ${plural(nodes, 'node')} are not in the store, such as the weights behind a pack, so that the pin keeps ${nodes === 1 ? 'its' : 'their'} figures alone.\n`;

const withoutResult = (name: string, isPipeline: boolean) =>
  userError(`nx pin ${name}`, 'has no result with the code and the document of today', {
    advice: isPipeline ? `Run it first: npx nx utility ${name}` : 'Run its pipeline first.',
  });
