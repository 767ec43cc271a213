import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { actionKey, makeFolder, takeLock, upstreamIngredient } from '@nhat/artifacts';
import type { Ingredients, Manifest, NodeOutputs } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import type { Store } from '@nhat/store';
import { checkScores } from './check-scores';
import type { Progress, Upstream } from './stage';
import { writeArtifact } from './artifact-folder';
import type { BundleFile } from './artifact-folder';
import { hostLabel, printedHost } from './host-label';
import { recordRun } from './ledger';
import { loadStage } from './load-stage';
import { mendedArtifact, mendedBundle } from './mended-artifact';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { namingStore } from './naming-store';
import { upstreamBlobs } from './upstream-blobs';
import type { FinishedUpstream } from './upstream-blobs';

export interface Workplace {
  root: string;
  store: Store;
  progress: Progress;
  /** Called when the process must go: what was locked has to be released. */
  onStop(release: () => void): void;
  /** Whether other nodes run in this process. */
  shared?: boolean;
}

/**
 * Brings the result of a node into `artifacts/<node>/`: from the store, or by running its stage. In a shared process only
 * plain code runs: throws NeedsOwnProcess for the rest.
 */
export async function runNode(node: NodeRecord, place: Workplace): Promise<Manifest> {
  try {
    return await bringResult(node, place);
  } catch (error) {
    throw namingStore(place.store.location, error);
  }
}

async function bringResult(node: NodeRecord, place: Workplace): Promise<Manifest> {
  const start = performance.now();
  const { root, store, progress } = place;
  const mending = {
    root,
    ...(place.shared && { shared: true }),
    note: (line: string) => progress.note(line),
  };
  const found: FinishedUpstream[] = [];
  for (const one of node.upstream) {
    found.push({ ...one, manifest: await mendedArtifact(mending, one) });
  }
  const bundle = await mendedBundle(mending, node.bundle);
  const ingredients: Ingredients = {
    code: bundle.digest,
    upstream: found.map(({ role, manifest }) => upstreamIngredient(role, manifest)),
  };
  const key = actionKey(node.stage, node.config, ingredients);
  const finish = (manifest: Manifest, outcome: 'computed' | 'stored') => {
    writeArtifact(root, node, manifest);
    const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
    const fault = recordRun(root, { node: node.name, outcome, actionKey: key, seconds });
    if (fault !== undefined) progress.note(`not in the ledger: ${fault}`);
    progress.note(outcome === 'stored' ? storedLine(manifest) : `done in ${seconds.toFixed(1)} s`);
    return manifest;
  };

  const earlier = await store.find(key);
  if (earlier !== undefined) return finish(earlier, 'stored');
  if (place.shared && !bundle.plain) throw new NeedsOwnProcess();

  const work = join(root, '.nhat', 'work', key);
  makeFolder(dirname(work));
  const onWait = (holder: string) =>
    progress.note(`waiting for ${holder}, which computes the same`);
  const lock = await takeLock(`${work}.lock`, { onWait });
  place.onStop(lock.release);
  try {
    const meanwhile = await store.find(key);
    if (meanwhile !== undefined) return finish(meanwhile, 'stored');
    await store.probe();
    makeFolder(work);
    const { outputs, ran } = await compute(node, bundle, found, work, place);
    const manifest: Manifest = {
      format: 1,
      node: node.name,
      stage: node.stage,
      config: node.config,
      bundle: node.bundle.name,
      actionKey: key,
      ingredients,
      outputs,
      ran,
    };
    await store.publish(manifest);
    if (lock.isHeld()) rmSync(work, { recursive: true, force: true });
    return finish(manifest, 'computed');
  } finally {
    lock.release();
  }
}

function upstreamOfStage({ role, manifest }: FinishedUpstream): Upstream {
  const { node, stage, outputs } = manifest;
  const { blobs, scores } = outputs;
  return { role, node, stage, outputs: { blobs, scores } };
}

async function compute(
  node: NodeRecord,
  bundle: BundleFile,
  upstream: readonly FinishedUpstream[],
  work: string,
  place: Workplace,
): Promise<Pick<Manifest, 'outputs' | 'ran'>> {
  const { store, progress } = place;
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const facts: JsonObject = {};
  const run = loadStage(bundle);
  let write = 0;
  const written = async (blob: Promise<string>) => {
    const since = performance.now();
    return blob.finally(() => (write += performance.now() - since));
  };
  const { blobs, scores } = await run({
    config: node.config,
    upstream: upstream.map(upstreamOfStage),
    readBlob: upstreamBlobs(place, upstream),
    writeBlob: (bytes) => written(store.writeBlob(bytes)),
    work,
    progress,
    record: (more) => void Object.assign(facts, more),
  });
  checkScores(node.name, scores);
  const outputs: NodeOutputs = { stage: node.stage, blobs, scores };
  const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
  facts['seconds'] = { ...(facts['seconds'] as JsonObject), write: Math.round(write) / 1000 };
  facts['peakMemoryMb'] = Math.round(process.resourceUsage().maxRSS / 1024);
  const machine = { host: hostLabel(process.env), platform: `${process.platform}-${process.arch}` };
  return { outputs, ran: { ...machine, nodeVersion: process.version, startedAt, seconds, facts } };
}

const storedLine = ({ ran }: Manifest): string =>
  `found in the store (took ${ran.seconds.toFixed(1)} s on ${printedHost(ran.host)})`;
