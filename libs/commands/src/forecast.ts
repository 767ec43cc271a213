import { actionKey, sha256, upstreamIngredient } from '@nhat/artifacts';
import type { Ingredients, Manifest } from '@nhat/artifacts';
import { explainRun, nodeSlug } from '@nhat/plan';
import type { Plan, Reason } from '@nhat/plan';
import { latestReport } from '@nhat/collect/finished-report';
import { readArtifact } from '@nhat/runner/artifact-folder';
import { outsideFiles } from '@nhat/runner/outside-files';
import { readNodeRecord } from '@nhat/runner/node-record';
import type { Store } from '@nhat/store';
import { bundleCode } from '@nhat/workspace/bundle-code';

/** What will happen to a node in the next run. */
export interface Expectation {
  name: string;
  stage: string;
  status: 'ready' | 'run';
  /** Why it will run. */
  reason?: Reason | { kind: 'upstream runs'; details: string[] };
}

/**
 * Which nodes have a result and which will run, and why. Nothing is computed: bundles are made in memory, results
 * are looked up by action key. Behind a node that will run everything counts as running, although a result that
 * comes out the same stops the wave. A node is compared with its predecessor in the last finished run of the same pipeline,
 * because another pipeline may have a node that is called the same and was never this one.
 */
export async function expectations(
  root: string,
  store: Store,
  pipeline: string,
  plan: Plan,
): Promise<Expectation[]> {
  const lastRun = nodesOfLastRun(root, pipeline);
  const code = await bundleDigests(root, plan);
  const ready = new Map<string, Manifest>();
  const expected: Expectation[] = [];
  for (const node of plan.nodes) {
    const { name, stage } = node;
    const waiting = node.upstream.filter((one) => !ready.has(one.node)).map((one) => one.node);
    if (waiting.length > 0) {
      expected.push({
        name,
        stage,
        status: 'run',
        reason: { kind: 'upstream runs', details: waiting },
      });
      continue;
    }
    const files = await outsideFiles(node, { root, environment: process.env });
    const ingredients: Ingredients = {
      code: code.get(node.bundle)!,
      upstream: node.upstream.map(({ role, node: upstream }) =>
        upstreamIngredient(role, ready.get(upstream)!),
      ),
      ...(files.length > 0 && { files }),
    };
    const key = actionKey(stage, node.config, ingredients);
    const here = readManifest(root, name);
    const found = here?.actionKey === key ? here : await store.find(key);
    if (found !== undefined) {
      ready.set(name, { ...found, node: name });
      expected.push({ name, stage, status: 'ready' });
      continue;
    }
    const earlier = here ?? latestOf(root, lastRun.get(nodeSlug(name)));
    const reason = explainRun({ config: node.config, ingredients }, earlier);
    expected.push({ name, stage, status: 'run', reason });
  }
  return expected;
}

async function bundleDigests(root: string, { bundles }: Plan): Promise<Map<string, string>> {
  const digests = bundles.map(async ({ name, entry }): Promise<[string, string]> => {
    const { code } = await bundleCode(root, entry);
    return [name, sha256(code)];
  });
  return new Map(await Promise.all(digests));
}

/** Undefined for what is damaged too: the next run makes it again, so its result must not count as ready. */
function readManifest(root: string, name: string): Manifest | undefined {
  try {
    return readArtifact(root, name);
  } catch {
    return undefined;
  }
}

/** Nodes of the last finished run of a pipeline by their readable names; empty when there is none, or its records are gone. */
function nodesOfLastRun(root: string, pipeline: string): Map<string, string[]> {
  const names = new Set<string>();
  const lineage = latestReport(root, { name: pipeline })?.lineage;
  try {
    const waiting = lineage === undefined ? [] : [...readNodeRecord(root, lineage).upstream];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (names.has(one.node)) continue;
      names.add(one.node);
      waiting.push(...readNodeRecord(root, one.record).upstream);
    }
  } catch {
    return new Map();
  }
  const bySlug = new Map<string, string[]>();
  for (const name of names)
    bySlug.set(nodeSlug(name), [...(bySlug.get(nodeSlug(name)) ?? []), name]);
  return bySlug;
}

/** The latest of these nodes: what a node was before an option changed. */
const latestOf = (root: string, names: readonly string[] = []): Manifest | undefined =>
  names
    .flatMap((name) => readManifest(root, name) ?? [])
    .sort((a, b) => (a.ran.startedAt < b.ran.startedAt ? 1 : -1))[0];
