import { join } from 'node:path';
import { MANIFEST_LIMIT, actionKey, parseManifest, readPlainFile } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { Plan } from '@nhat/plan';
import { publishedPacks } from '@nhat/packs';
import type { Pack } from '@nhat/packs';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { codeDigests, finishedNodes, writtenOrStored } from '../finished-nodes';
import type { CodeOf } from '../finished-nodes';
import { lastRun } from '../last-run';
import { plannedPipeline } from '../planned-pipeline';
import { readPins } from './pins';

/** A result that something needs. */
export interface ReachedResult {
  /** The pipeline, or `pin NAME`, or the path of a pack. */
  from: string;
  stage: string;
  node: string;
  key: string;
  /** SHA-256 of its files. */
  blobs: string[];
}

/** Everything in a workspace that pipelines, packs and pins need. */
export interface Reach {
  results: ReachedResult[];
  /** Names of nodes and bundles, which are folders of `artifacts/`. */
  names: Set<string>;
  /** Keys under which nodes have a result or would get one, also again where its files are lost: their checkpoints are of use. */
  keys: Set<string>;
  /** Names of nodes whose key is not known, because results before them are missing or files of their dataset cannot be read. */
  withoutKey: Set<string>;
  pipelines: string[];
  /** Pipelines and packs of which nobody knows what they need, each with what is wrong. */
  unknown: { name: string; fault: string }[];
}

/**
 * What the workspace at `root` needs of the results in the folder of a store: of each pipeline the results under today's keys, those in
 * `artifacts/` under the names of its plan and of its last run, whatever code they are of; everything that packs and pins name. Throws a
 * UserError where the pins are damaged.
 */
export async function reachOf(root: string, storeFolder: string): Promise<Reach> {
  const workspace = readWorkspace(root);
  const reach: Reach = {
    ...{ results: [], names: new Set(), keys: new Set(), withoutKey: new Set() },
    ...{ pipelines: [], unknown: [] },
  };
  const packs = publishedPacks(root);
  const packed = packs.flatMap(({ found }) => (found.kind === 'pack' ? [found.pack] : []));
  const context = { root, storeFolder, packed, codeOf: codeDigests(root) };
  for (const name of workspace.pipelines.names) {
    try {
      const { plan } = plannedPipeline(root, workspace, name);
      await addPipeline(reach, name, plan, context);
    } catch (error) {
      reach.unknown.push({ name, fault: (error as Error).message });
    }
  }
  for (const { path, found } of packs) {
    if (found.kind === 'pack') addPack(reach, path, found.pack);
    else
      reach.unknown.push({ name: path, fault: found.kind === 'damaged' ? found.why : 'missing' });
  }
  for (const { name, results } of readPins(root)) {
    for (const { node, actionKey: key, blobs } of results) {
      const stage = storedManifest(storeFolder, key)?.stage ?? 'pinned';
      reach.results.push({ from: `pin ${name}`, stage, node, key, blobs });
      reach.names.add(node);
    }
  }
  return reach;
}

interface ReachContext {
  root: string;
  storeFolder: string;
  packed: readonly Pack[];
  codeOf: CodeOf;
}

async function addPipeline(
  reach: Reach,
  name: string,
  plan: Plan,
  { root, storeFolder, packed, codeOf }: ReachContext,
): Promise<void> {
  const find = writtenOrStored(
    root,
    (key) => storedManifest(storeFolder, key) ?? packedManifest(packed, key),
  );
  const { finished, next, unreadable } = await finishedNodes(root, plan, find, { codeOf });
  reach.pipelines.push(name);
  const keyed = new Set<string>();
  for (const [node, manifest] of finished) {
    reach.results.push(resultOf(name, manifest));
    reach.keys.add(manifest.actionKey);
    keyed.add(node);
  }
  for (const { node, ingredients } of next.filter((one) => !unreadable.has(one.node.name))) {
    reach.keys.add(actionKey(node.stage, node.config, ingredients));
    keyed.add(node.name);
  }
  for (const node of plan.nodes) if (!keyed.has(node.name)) reach.withoutKey.add(node.name);
  const planned = new Set(plan.nodes.map((node) => node.name));
  const known = [...planned, ...(lastRun(root, name, planned)?.nodes.keys() ?? [])];
  for (const node of new Set(known)) {
    reach.names.add(node);
    const written = writtenManifest(root, node);
    if (written !== undefined && finished.get(node)?.actionKey !== written.actionKey) {
      reach.results.push(resultOf(name, written));
    }
  }
  for (const bundle of plan.bundles) reach.names.add(bundle.name);
}

function addPack(reach: Reach, path: string, pack: Pack): void {
  for (const key of pack.keys) {
    const manifest = pack.manifest(key);
    if (manifest !== undefined) reach.results.push(resultOf(path, manifest));
    else reach.unknown.push({ name: path, fault: `its result ${key.slice(0, 12)}… is damaged` });
  }
}

const resultOf = (
  from: string,
  { node, stage, actionKey: key, outputs }: Manifest,
): ReachedResult => ({
  ...{ from, stage, node, key, blobs: Object.values(outputs.blobs) },
});

/** The manifest in the folder of a store, whether its files are there or not; undefined for a damaged one. */
export function storedManifest(storeFolder: string, key: string): Manifest | undefined {
  const found = readPlainFile(join(storeFolder, 'ac', key), MANIFEST_LIMIT);
  return found.kind === 'file' ? parseManifest(found.bytes.toString('utf8'), key) : undefined;
}

function packedManifest(packed: readonly Pack[], key: string): Manifest | undefined {
  for (const pack of packed) {
    const manifest = pack.manifest(key);
    if (manifest !== undefined) return manifest;
  }
  return undefined;
}
