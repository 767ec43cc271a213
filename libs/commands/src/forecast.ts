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
export interface Forecast {
  name: string;
  stage: string;
  status: 'ready' | 'run';
  /** Why it will run. */
  reason?: Reason | { kind: 'upstream runs'; details: string[] };
}

/**
 * Forecasts which nodes have a result and which will run, and why. No stage runs: bundles are made in memory, and results are
 * looked up by action key. Every node downstream of a running one counts as running, although it will be reused if the rerun
 * gives equal outputs. A node is compared with its predecessor in the last finished run of the same pipeline, because another
 * pipeline may have another node of the same name.
 */
export async function forecast(
  root: string,
  store: Store,
  pipeline: string,
  plan: Plan,
): Promise<Forecast[]> {
  const lastRun = nodesOfLastRun(root, pipeline);
  const code = await bundleDigests(root, plan);
  const ready = new Map<string, Manifest>();
  const forecasts: Forecast[] = [];
  for (const node of plan.nodes) {
    const { name, stage } = node;
    const waiting = node.upstream
      .filter((reference) => !ready.has(reference.node))
      .map((reference) => reference.node);
    if (waiting.length > 0) {
      forecasts.push({
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
    const written = readManifest(root, name);
    const manifest = written?.actionKey === key ? written : await store.find(key);
    if (manifest !== undefined) {
      ready.set(name, { ...manifest, node: name });
      forecasts.push({ name, stage, status: 'ready' });
      continue;
    }
    const earlier = written ?? latestOf(root, lastRun.get(nodeSlug(name)));
    const reason = explainRun({ config: node.config, ingredients }, earlier);
    forecasts.push({ name, stage, status: 'run', reason });
  }
  return forecasts;
}

async function bundleDigests(root: string, { bundles }: Plan): Promise<Map<string, string>> {
  const digests = bundles.map(async ({ name, entry }): Promise<[string, string]> => {
    const { code } = await bundleCode(root, entry);
    return [name, sha256(code)];
  });
  return new Map(await Promise.all(digests));
}

/** Undefined for a damaged artifact too: the next run makes it again, so its result must not count as ready. */
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
