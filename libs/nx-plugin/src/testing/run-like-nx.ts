import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { saveRecord } from '@nhat/collect/finished-report';
import type { Bundle, Plan } from '@nhat/plan';
import { writeBundle } from '@nhat/runner/artifact-folder';
import { readLedger } from '@nhat/runner/ledger';
import {
  lineageRecord,
  nodeRecords,
  readNodeRecord,
  writeNodeRecords,
} from '@nhat/runner/node-record';
import { runNode } from '@nhat/runner/run-node';
import { openStore } from '@nhat/store';
import { bundleCode } from '@nhat/workspace/bundle-code';

/** A bundle with its code. */
export interface CodedBundle {
  name: string;
  code: string;
  map: string;
  digest: string;
}

/** A bundle from the sources of a workspace. */
export async function codedBundle(root: string, { name, entry }: Bundle): Promise<CodedBundle> {
  const { code, map } = await bundleCode(root, entry);
  return { name, code, map, digest: sha256(code) };
}

const silent = { step: () => undefined, note: () => undefined };

/**
 * Runs the nodes of a plan one after the other in this process, as Nx does: a node whose bundle, record and upstream outputs are those
 * of an earlier run is restored from `cache`, a folder laid out like the cache of Nx; the runner brings the others. Returns the names
 * of the nodes whose stage ran.
 */
export async function runLikeNx(
  root: string,
  cache: string,
  pipeline: string,
  plan: Plan,
  bundles: readonly CodedBundle[],
): Promise<Set<string>> {
  const before = readLedger(root).length;
  const records = nodeRecords(plan.nodes, plan.bundles);
  const lineage = lineageRecord(pipeline, plan.utilities, records);
  writeNodeRecords(root, [...records.values(), lineage]);
  for (const { name, code, map } of bundles) writeBundle(root, name, code, map);
  const digestOf = new Map(bundles.map(({ name, digest }) => [name, digest]));
  const store = openStore(root, process.env, () => undefined);
  for (const node of plan.nodes) {
    const { digest } = records.get(node.name)!;
    const outputs = node.upstream.map((one) => readFileSync(fileOf(root, one.node), 'utf8'));
    const hash = sha256(JSON.stringify([digest, digestOf.get(node.bundle), outputs])).slice(0, 20);
    const [kept, own] = [cache, root].map((folder, at) =>
      join(folder, at === 0 ? hash : '', 'artifacts', node.name),
    );
    if (!existsSync(kept!)) {
      const context = { root, store, progress: silent, onStop: () => undefined };
      await runNode(readNodeRecord(root, digest), context);
      cpSync(own!, kept!, { recursive: true });
    } else {
      rmSync(own!, { recursive: true, force: true });
      cpSync(kept!, own!, { recursive: true });
    }
  }
  const empty = {
    inputsDigest: '',
    nodes: [],
    code: '',
    charts: {},
    files: {},
    summary: '',
    details: '',
    warnings: 0,
  };
  const texts = { question: '', cost: '', expected: '', utilities: [] };
  saveRecord(root, { name: pipeline, ...texts }, { ...empty, lineage: lineage.digest });
  const entries = readLedger(root).slice(before);
  return new Set(entries.flatMap(({ node, source }) => (source === 'computed' ? [node] : [])));
}

const fileOf = (root: string, node: string) => join(root, 'artifacts', node, 'outputs.json');
