import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { actionKey, makeFolder, outputsDigest, upstreamIngredient } from '@nhat/artifacts';
import type { Ingredients, Manifest, NodeOutputs } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import { checkScores } from './check-scores';
import type { Upstream } from './stage';
import { untilCleaned } from './cleaning-lock';
import { computeOnce } from './compute-once';
import { writeArtifact } from './artifact-folder';
import type { BundleFile } from './artifact-folder';
import { hostLabel, printedHost } from './host-label';
import { recordRun } from './ledger';
import type { LedgerEntry } from './ledger';
import { loadStage } from './load-stage';
import { checkUnchanged, outsideFiles, placedConfig } from './outside-files';
import { isAskedForFiles, keepMadeHere } from './made-here';
import { mendedArtifact, mendedBundle } from './mended-artifact';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import type { RunContext } from './run-context';
import { namingStore } from './naming-store';
import { openBlobs } from './open-blobs';
import { processorFact } from './processor-fact';
import { makeWorkFolder } from './work-folder';
import { upstreamBlobs } from './upstream-blobs';
import type { FinishedUpstream } from './upstream-blobs';
import { writtenManifest } from './written-manifest';

/**
 * Produces `artifacts/<node>/`: from the store if it has the action key, else by running the stage. Where `context` allows only
 * stages without packages it throws NeedsOwnProcess for other nodes.
 */
export async function runNode(node: NodeRecord, context: RunContext): Promise<Manifest> {
  try {
    return await bringResult(node, context);
  } catch (error) {
    throw namingStore(context.store.location, error);
  }
}

async function bringResult(node: NodeRecord, context: RunContext): Promise<Manifest> {
  const start = performance.now();
  const { root, store, progress } = context;
  const mending = {
    root,
    ...(context.shared && { shared: true }),
    note: (line: string) => progress.note(line),
  };
  const upstream: FinishedUpstream[] = [];
  for (const reference of node.upstream) {
    upstream.push({ ...reference, manifest: await mendedArtifact(mending, reference) });
  }
  const bundle = await mendedBundle(mending, node.bundle);
  const sourcePlace = { root, environment: process.env };
  const files = await outsideFiles(node, sourcePlace);
  const ingredients: Ingredients = {
    code: bundle.digest,
    upstream: upstream.map(({ role, manifest }) => upstreamIngredient(role, manifest)),
    ...(files.length > 0 && { files }),
  };
  const key = actionKey(node.stage, node.config, ingredients);
  const finish = finisher(node, { key, start }, context);

  const earlier = await store.find(key, { whole: true });
  if (earlier !== undefined) return finish(earlier, 'store');
  const mustBeWhole = context.whole || isAskedForFiles(root, node.name);
  const packed = mustBeWhole ? undefined : store.packs.find(key);
  if (packed !== undefined) return finish(packed, 'pack');
  if ((context.shared || context.plainOnly) && !bundle.plain) throw new NeedsOwnProcess(key);

  const work = join(root, '.nhat', 'work', key);
  makeFolder(dirname(work));
  const onWait = (holder: string) => {
    progress.note(`waiting for ${holder}, which computes the same`);
    context.live?.waits(holder);
  };
  return computeOnce(
    {
      ...{ store, key, lockPath: `${work}.lock` },
      claims: { onWait, onStop: context.onStop },
      onTakenOver: () =>
        progress.note('its claim was taken over; the result of the other process counts'),
    },
    {
      begin: () =>
        untilCleaned(root, (holder) => progress.note(`waiting for ${holder}, which cleans up`)),
      async compute() {
        // A stage of plain code takes milliseconds; publishing its result shows the same fault.
        if (!bundle.plain) await store.probe();
        makeWorkFolder(work, node.name);
        context.live?.begin();
        const { outputs, ran } = await compute(node, bundle, upstream, work, context);
        checkUnchanged(node.name, files, await outsideFiles(node, sourcePlace));
        return {
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
      },
      finish(counts, source, claim) {
        if (claim.isHeld()) rmSync(work, { recursive: true, force: true });
        return finish(counts, source);
      },
    },
  );
}

/** Brings the result of a node to `artifacts/`, and says where it came from; `start` is when that began, in milliseconds of `performance`. */
const finisher =
  (
    node: NodeRecord,
    { key, start }: { key: string; start: number },
    { root, store, progress, live, whole }: RunContext,
  ) =>
  (manifest: Manifest, source: LedgerEntry['source']): Manifest => {
    const isOther = (other: Manifest | undefined) =>
      other?.actionKey === key && outputsDigest(other.outputs) !== outputsDigest(manifest.outputs);
    const isChange = isOther(writtenManifest(root, node.name));
    const isOwn = source === 'computed' && (isWithoutPacks() || isOther(store.packs.find(key)));
    if (isChange || isOwn) keepMadeHere(root, node.name, manifest.outputs);
    // Where it is made again in the middle of a run, other nodes have begun from the earlier result.
    if (!(isChange && whole)) writeArtifact(root, node, manifest);
    const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
    const fault = recordRun(root, { node: node.name, source, actionKey: key, seconds });
    live?.end();
    if (fault !== undefined) progress.note(`the ledger could not be written: ${fault}`);
    progress.note(finishLine(source, manifest, seconds));
    return manifest;
  };

/** Nx may have results of packs that an earlier run took from there. */
const isWithoutPacks = (): boolean => process.env['NHAT_PUBLISHED'] === 'off';

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
  context: RunContext,
): Promise<Pick<Manifest, 'outputs' | 'ran'>> {
  const { store, progress } = context;
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const facts: JsonObject = {};
  const run = loadStage(bundle);
  let write = 0;
  const written = async (blob: Promise<string>) => {
    const since = performance.now();
    return blob.finally(() => (write += performance.now() - since));
  };
  const readBlob = upstreamBlobs(context, upstream);
  const parts = openBlobs(store, readBlob);
  const { blobs, scores } = await run({
    config: placedConfig(node),
    upstream: upstream.map(upstreamOfStage),
    readBlob,
    openBlob: parts.open,
    writeBlob: (bytes) => written(store.writeBlob(bytes)),
    work,
    progress,
    record: (more) => void Object.assign(facts, more),
  }).finally(parts.close);
  checkScores(node.name, scores);
  const outputs: NodeOutputs = { stage: node.stage, blobs, scores };
  const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
  facts['seconds'] = { ...(facts['seconds'] as JsonObject), write: Math.round(write) / 1000 };
  facts['processor'] = { ...processorFact() };
  facts['peakMemoryMb'] = Math.round(process.resourceUsage().maxRSS / 1024);
  const machine = { host: hostLabel(process.env), platform: `${process.platform}-${process.arch}` };
  return { outputs, ran: { ...machine, nodeVersion: process.version, startedAt, seconds, facts } };
}

const PLACES = { store: 'found in the store', pack: 'found in a published pack' };

function finishLine(source: LedgerEntry['source'], { ran }: Manifest, seconds: number): string {
  if (source === 'computed') return `done in ${seconds.toFixed(1)} s`;
  return `${PLACES[source]} (took ${ran.seconds.toFixed(1)} s on ${printedHost(ran.host)})`;
}
