import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { readFlags, userError } from '@nhat/documents';
import { mendedBundle } from '@nhat/runner/mended-artifact';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { openStore } from '@nhat/store';
import type { Store } from '@nhat/store';
import { OWN_FOLDER } from '@nhat/store/team-store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { codeDigests, finishedNodes } from '../finished-nodes';
import { plannedPipeline } from '../planned-pipeline';
import { inspect } from './damage';
import type { Inspection } from './damage';
import { verifyFlags } from './flags';
import { sizeText } from './kept-files';
import { drawn, recompute } from './recompute';
import type { FinishedNode, Recomputation } from './recompute';
import { storedManifest } from './reach';

/** What the command leaves as JSON. */
export interface VerifyRecord extends Inspection {
  /** The nodes that were run again; absent unless that was asked for. */
  recomputed?: { seed: number; nodes: Recomputation[] };
  right: boolean;
}

/**
 * `nx verify [--recompute=COUNT] [--seed=NUMBER] [--json]`: hashes everything that has a digest, and runs random nodes again. Returns 1 when
 * something is damaged or came out differently.
 */
export async function main(args: string[], root = process.cwd()): Promise<number> {
  const flags = readFlags('nx verify', args, verifyFlags);
  const count = wholeNumber('--recompute', flags.recompute) ?? 0;
  const seed = wholeNumber('--seed', flags.seed) ?? randomInt(2 ** 31);
  const store = openStore(root, process.env, () => undefined);
  const say = (line: string) => void (flags.json || process.stdout.write(`${line}\n`));
  const inspection = inspect(root, store.folder ?? resolve(root, OWN_FOLDER));
  inspectionLines(inspection).forEach(say);
  const record: VerifyRecord = { ...inspection, right: inspection.damage.length === 0 };
  if (count > 0) {
    const nodes: Recomputation[] = [];
    const all = await finishedHere(root, store);
    const chosen = drawn(all, count, seed);
    say(`\nRunning ${chosen.length} of ${all.length} finished nodes again (--seed=${seed}):`);
    for (const one of chosen) {
      say(`  ${one.node.name}: took ${one.manifest.ran.seconds.toFixed(1)} s`);
      const fresh = await recomputed(root, store, one);
      say(`    ${outcomeText(fresh)}`);
      nodes.push(fresh);
    }
    record.recomputed = { seed, nodes };
    record.right &&= nodes.every(
      ({ outcome }) => outcome === 'same' || outcome === 'not comparable',
    );
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  else
    say(record.right ? '\nEverything is as it was written.' : '\nSomething is WRONG, see above.');
  return record.right ? 0 : 1;
}

async function recomputed(root: string, store: Store, one: FinishedNode): Promise<Recomputation> {
  const { bundles } = one.plan;
  const bundle = bundles.find(({ name }) => name === one.node.bundle)!;
  const { digest } = await mendedBundle(
    { root, dataOnStdout: true, note: () => undefined },
    bundle,
  );
  if (digest === one.manifest.ingredients.code) return recompute(root, store, one);
  const why = `artifacts/${bundle.name} has other code; the next run of the pipeline makes it again`;
  return { node: one.node.name, outcome: 'not comparable', why };
}

/** Finished nodes of all pipelines, each once, whose files in `artifacts/` are whole. */
async function finishedHere(root: string, store: Store): Promise<FinishedNode[]> {
  const workspace = readWorkspace(root);
  const codeOf = codeDigests(root);
  const folder = store.folder ?? resolve(root, OWN_FOLDER);
  const found = new Map<string, FinishedNode>();
  for (const name of workspace.pipelines.names) {
    let plan;
    try {
      ({ plan } = plannedPipeline(root, workspace, name));
    } catch {
      continue; // What is wrong with it is said when it is run.
    }
    const find = (node: string, key: string) => {
      const written = writtenManifest(root, node);
      return written?.actionKey === key ? written : storedManifest(folder, key);
    };
    const { finished } = await finishedNodes(
      root,
      plan,
      (node, key) => find(node.name, key),
      codeOf,
    );
    for (const node of plan.nodes) {
      const manifest = finished.get(node.name);
      const isWhole = [node.name, ...node.upstream.map((one) => one.node)].every(
        (one) => writtenManifest(root, one)?.actionKey === finished.get(one)?.actionKey,
      );
      if (manifest !== undefined && isWhole)
        found.set(node.name, { node, plan, manifest, finished });
    }
  }
  return [...found.values()];
}

function inspectionLines({ counts, damage }: Inspection): string[] {
  const rows = Object.entries(counts).map(
    ([kind, { files, bytes }]) =>
      `${String(files).padStart(7)} ${sizeText(bytes).padStart(8)}  ${kind}`,
  );
  const faults = damage.map(({ path, what, mend }) => `DAMAGED ${path}: ${what}. ${mend}`);
  return [...(rows.length === 0 ? ['Nothing has been computed here.'] : rows), ...faults];
}

function outcomeText({ outcome, why, seconds }: Recomputation): string {
  const took = seconds === undefined ? '' : ` in ${seconds.toFixed(1)} s`;
  if (outcome === 'same') return `the same${took}`;
  return `${outcome === 'not comparable' ? outcome : outcome.toUpperCase()}: ${why}`;
}

/** Undefined for an absent flag. Throws a UserError for what is no whole number. */
function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw userError(`nx verify ${flag}`, 'not a number', { got: text, expected: 'a whole number' });
}
