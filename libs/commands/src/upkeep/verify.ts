import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { UserError, readFlags, unknownName, userError } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { duration, plural } from '@nhat/report/number-format';
import { mendedBundle } from '@nhat/runner/mended-artifact';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { openStore } from '@nhat/store';
import type { Store } from '@nhat/store';
import { OWN_FOLDER } from '@nhat/store/team-store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { codeDigests, finishedNodes, writtenOrStored } from '../finished-nodes';
import { plannedOrNone } from '../planned-pipeline';
import { inspect } from './damage';
import type { Inspection } from './damage';
import { engineDifferencesHere } from './engine-difference';
import { verifyFlags } from './flags';
import { sizeText } from './kept-files';
import { splitName } from './named';
import { nodesToCompare } from './nodes-to-compare';
import type { Drawn } from './nodes-to-compare';
import { makersOfLostFiles, recompute } from './recompute';
import type { FinishedNode, Recomputation } from './recompute';
import { storedManifest } from './reach';

/** What the command leaves as JSON. */
export interface VerifyRecord extends Inspection {
  /** The nodes that were run again; absent unless that was asked for. */
  recomputed?: {
    seed: number;
    /** Nodes that come before in the order of the seed, and rest on another kind of processor. */
    passedOver: number;
    nodes: (Recomputation & { needed?: true })[];
  };
  right: boolean;
}

/**
 * `nx verify [pipeline] [--recompute=COUNT] [--seed=NUMBER] [--json]`: hashes everything that has a digest, and runs random nodes again, of
 * one pipeline where one is named. Before a node run those whose files it reads and that are not here; they are marked `needed`. Returns 1
 * when something is damaged or came out differently.
 */
export async function main(args: string[], root = process.cwd()): Promise<number> {
  const { name, words } = splitName(args, verifyFlags);
  const flags = readFlags('nx verify', words, verifyFlags);
  const count = wholeNumber('--recompute', flags.recompute) ?? 0;
  const seed = wholeNumber('--seed', flags.seed) ?? randomInt(2 ** 31);
  const isAsked = name !== undefined || count > 0 || flags.seed !== undefined;
  const asked = isAsked ? askedPipelines(root, name, count) : undefined;
  const store = openStore(root, process.env, () => undefined);
  const say = (line: string) => void (flags.json || process.stdout.write(`${line}\n`));
  const inspection = inspect(root, store.folder ?? resolve(root, OWN_FOLDER));
  inspectionLines(inspection).forEach(say);
  const record: VerifyRecord = { ...inspection, right: inspection.damage.length === 0 };
  if (asked !== undefined) {
    const all = await finishedHere(root, store, asked);
    if (all.size === 0) say(`\n${nothingHere(name)}`);
    const makersOf = makersOnce(store, all);
    const drawn = await nodesToCompare([...all.values()], { count, seed }, makersOf);
    const toRun = { all, drawn, makersOf, seed, say };
    const nodes = all.size === 0 ? [] : await runAgain(root, store, toRun);
    record.recomputed = { seed, passedOver: drawn.passedOver, nodes };
    record.right &&= nodes.every(
      ({ outcome }) => outcome === 'same' || outcome === 'not comparable',
    );
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  else say(`\n${conclusion(record)}`);
  return record.right ? 0 : 1;
}

/** Published results come to `artifacts/`, too, when their pipeline is run. */
function nothingHere(name: string | undefined): string {
  const what = name === undefined ? 'No finished node' : `No finished node of ${name}`;
  return `${what} is in artifacts/, so that none can run again: npx nx utility ${name ?? 'quickstart'} first, which also brings published results there.`;
}

/** The documents, and the names of the pipelines whose nodes may run again. */
interface AskedPipelines {
  workspace: WorkspaceDocuments;
  names: readonly string[];
}

/** The pipeline of this name, or all. Throws a UserError where there is none, or no node is to run. */
function askedPipelines(root: string, name: string | undefined, count: number): AskedPipelines {
  const workspace = readWorkspace(root);
  const { names } = workspace.pipelines;
  if (name !== undefined && !names.includes(name)) {
    throw new UserError(unknownName('nx verify', name, names));
  }
  if (count > 0) return { workspace, names: name === undefined ? names : [name] };
  throw userError(
    name === undefined ? 'nx verify' : `nx verify ${name}`,
    'no number of nodes to run again',
    {
      expected: `--recompute=3`,
      advice: 'Without a pipeline and a seed, npx nx verify hashes everything that is here.',
    },
  );
}

type MakersOf = (one: FinishedNode) => Promise<FinishedNode[]>;

/** What `makersOfLostFiles` finds for a node, looked for once, because it hashes the files that the node reads. */
function makersOnce(store: Store, all: ReadonlyMap<string, FinishedNode>): MakersOf {
  const known = new Map<FinishedNode, ReturnType<MakersOf>>();
  return (one) => {
    const makers = known.get(one) ?? makersOfLostFiles(store, one, all);
    known.set(one, makers);
    return makers;
  };
}

/** Runs the chosen nodes again, and before each those that make files that it reads and that are not here. */
async function runAgain(
  root: string,
  store: Store,
  {
    all,
    drawn: { chosen, passedOver },
    makersOf,
    seed,
    say,
  }: {
    all: ReadonlyMap<string, FinishedNode>;
    drawn: Drawn;
    makersOf: MakersOf;
    seed: number;
    say: (line: string) => void;
  },
): Promise<NonNullable<VerifyRecord['recomputed']>['nodes']> {
  const order = new Set<FinishedNode>();
  const apart: Recomputation[] = [];
  const runs = new Map<FinishedNode, FinishedNode[]>();
  for (const one of chosen) runs.set(one, [...(await makersOf(one)), one]);
  const isOther = await engineDifferencesHere(
    root,
    [...runs.values()].flat().map(({ manifest }) => manifest),
  );
  for (const [one, nodes] of runs) {
    const other = nodes.findLast(({ manifest }) => isOther(manifest) !== undefined);
    if (other === undefined) for (const each of nodes) order.add(each);
    else apart.push(madeElsewhere(one, other, isOther(other.manifest)!));
  }
  const running = chosen.length - apart.length;
  const needed = order.size - running;
  const first = needed === 0 ? '' : `, after ${needed} whose files they read and that are not here`;
  const seconds = [...order].reduce((sum, { manifest }) => sum + manifest.ran.seconds, 0);
  say(`\nRunning ${running} of ${all.size} finished nodes again (--seed=${seed})${first}.`);
  if (passedOver > 0) {
    const others = plural(passedOver, 'node');
    say(`Passed over: ${others} made on another kind of processor, which rounds differently.`);
  }
  if (running > 0) say(`${order.size === 1 ? 'It' : 'Together they'} took ${duration(seconds)}:`);
  const nodes: NonNullable<VerifyRecord['recomputed']>['nodes'] = [...apart];
  for (const one of apart) say(`  ${one.node}\n    ${outcomeText(one)}`);
  for (const one of order) {
    say(`  ${one.node.name}: took ${duration(one.manifest.ran.seconds)}`);
    const fresh = await recomputed(root, store, one);
    say(`    ${outcomeText(fresh)}`);
    nodes.push({ ...fresh, ...(!chosen.includes(one) && { needed: true as const }) });
  }
  return nodes;
}

/** A node that is not run again, because another engine computed it or what makes a file that it reads. */
function madeElsewhere(one: FinishedNode, other: FinishedNode, why: string): Recomputation {
  const about = other === one ? why : `its ${other.node.stage} cannot be made again here: ${why}`;
  return { node: one.node.name, outcome: 'not comparable', why: about };
}

function conclusion({ right, recomputed }: VerifyRecord): string {
  if (!right) return 'Something is WRONG, see above.';
  const compared = recomputed?.nodes.filter(({ outcome }) => outcome === 'same').length;
  if (compared === 0) return 'Nothing is damaged, and no node could be compared.';
  return 'Everything is as it was written.';
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

/** Finished nodes of some pipelines by name, each once, whose files in `artifacts/` are whole. */
async function finishedHere(
  root: string,
  store: Store,
  { workspace, names }: AskedPipelines,
): Promise<Map<string, FinishedNode>> {
  const codeOf = codeDigests(root);
  const folder = store.folder ?? resolve(root, OWN_FOLDER);
  const found = new Map<string, FinishedNode>();
  const find = writtenOrStored(root, (key) => storedManifest(folder, key));
  for (const name of names) {
    const plan = plannedOrNone(root, workspace, name)?.plan;
    if (plan === undefined) continue;
    const { finished } = await finishedNodes(root, plan, find, { codeOf });
    for (const node of plan.nodes) {
      const manifest = finished.get(node.name);
      const isWhole = [node.name, ...node.upstream.map((one) => one.node)].every(
        (one) => writtenManifest(root, one)?.actionKey === finished.get(one)?.actionKey,
      );
      if (manifest !== undefined && isWhole)
        found.set(node.name, { node, plan, manifest, finished });
    }
  }
  return found;
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
  const took = seconds === undefined ? '' : ` in ${duration(seconds)}`;
  if (outcome === 'same') return `the same${took}`;
  return `${outcome === 'not comparable' ? outcome : outcome.toUpperCase()}: ${why}`;
}

/** Undefined for an absent flag. Throws a UserError for what is no whole number. */
function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw userError(`nx verify ${flag}`, 'not a number', { got: text, expected: 'a whole number' });
}
