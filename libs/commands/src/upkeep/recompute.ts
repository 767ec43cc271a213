import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputsDigest } from '@nhat/artifacts';
import type { Manifest, NodeOutputs, Ran } from '@nhat/artifacts';
import { digits } from '@nhat/documents/digits';
import type { Plan, PlanNode } from '@nhat/plan';
import { nodeRecords } from '@nhat/runner/node-record';
import type { NodeRecord } from '@nhat/runner/node-record';
import { runEntry, statusOf } from '@nhat/runner/run-process';
import type { Store } from '@nhat/store';
import { isEverRead } from '../lost-files';
import { engineDifference, processorDifference } from './engine-difference';
import { inScratchFolder } from './scratch-folder';

/** A finished node of a plan. */
export interface FinishedNode {
  node: PlanNode;
  plan: Plan;
  manifest: Manifest;
  /** Results of all nodes of the plan that are finished, by name. */
  finished: ReadonlyMap<string, Manifest>;
}

/** What running a node again gave: the same, something else, or nothing that can be compared. */
export interface Recomputation {
  node: string;
  outcome: 'same' | 'different' | 'not comparable' | 'failed';
  why?: string;
  seconds?: number;
}

/** What a node leaves in its scratch folder. */
export interface Answer {
  outputs: NodeOutputs;
  ran: Ran;
}

const REQUEST = 'request.json';
export const ANSWER = 'answer.json';
/** The digests of the files that the node had: those of them that come out again are kept in the store. */
const KNOWN = 'known.json';
const ENTRY = 'libs/commands/src/upkeep/recompute-node.ts';

/**
 * The nodes that run before `one`, each after what it is made from, because their files that it reads are not here: a pack has the
 * results of images and pretrainings without these files.
 *
 * @param all - The finished nodes by name; a node that is not among them is left out.
 */
export async function makersOfLostFiles(
  store: Store,
  one: FinishedNode,
  all: ReadonlyMap<string, FinishedNode>,
): Promise<FinishedNode[]> {
  const makers: FinishedNode[] = [];
  for (const upstream of one.node.upstream) {
    const maker = all.get(upstream.node);
    if (maker === undefined || (await lostFile(store, one, upstream)) === undefined) continue;
    makers.push(...(await makersOfLostFiles(store, maker, all)), maker);
  }
  return [...new Set(makers)];
}

/**
 * Runs a node again in a folder of its own below `.nhat/verify`, which is removed afterwards: from the same upstream files, with the
 * bundle in `artifacts/`. Its files are hashed; those that are the same as before and not in the store are kept there.
 */
export async function recompute(
  root: string,
  store: Store,
  finished: FinishedNode,
): Promise<Recomputation> {
  const { node, manifest } = finished;
  const reason = await hindrance(store, finished);
  if (reason !== undefined) return { node: node.name, outcome: 'not comparable', why: reason };
  const start = performance.now();
  return inScratchFolder(root, async (folder) => {
    prepare(root, folder, finished);
    const { status, signal } = await runEntry(ENTRY, {
      root,
      stdout: 2,
      environment: { NHAT_VERIFY_FOLDER: folder },
    });
    if (status !== 0) {
      const why = `its process ended with status ${statusOf({ status, signal })}`;
      return { node: node.name, outcome: 'failed', why };
    }
    const answer = JSON.parse(readFileSync(join(folder, ANSWER), 'utf8')) as Answer;
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    return { node: node.name, ...comparison(manifest, answer), seconds };
  });
}

/** Why a node cannot be run again here; undefined where it can. */
async function hindrance(store: Store, finished: FinishedNode): Promise<string | undefined> {
  if (finished.node.outside) return 'its images are made of files outside the workspace';
  for (const upstream of finished.node.upstream) {
    const lost = await lostFile(store, finished, upstream);
    if (lost !== undefined) return `${lost} of ${upstream.node} is not here`;
  }
  return undefined;
}

/** A file of an upstream node that a stage may read and that is missing from the store or damaged there. */
async function lostFile(
  store: Store,
  { finished }: FinishedNode,
  { role, node }: PlanNode['upstream'][number],
): Promise<string | undefined> {
  for (const [name, digest] of Object.entries(finished.get(node)!.outputs.blobs)) {
    if (isEverRead(role, name) && !(await store.hasIntactBlob(digest))) return name;
  }
  return undefined;
}

/** Copies what the node reads: its bundle, and the results of its upstream nodes. */
function prepare(root: string, folder: string, { node, plan, manifest }: FinishedNode): void {
  for (const name of [node.bundle, ...node.upstream.map((one) => one.node)]) {
    cpSync(join(root, 'artifacts', name), join(folder, 'artifacts', name), { recursive: true });
  }
  mkdirSync(join(folder, '.nhat'), { recursive: true });
  const { text } = nodeRecords(plan.nodes, plan.bundles).get(node.name)!;
  writeFileSync(join(folder, REQUEST), text);
  writeFileSync(join(folder, KNOWN), JSON.stringify(Object.values(manifest.outputs.blobs)));
}

/** Reads what `prepare` wrote. */
export const requestIn = (folder: string): NodeRecord =>
  JSON.parse(readFileSync(join(folder, REQUEST), 'utf8')) as NodeRecord;

export const knownIn = (folder: string): ReadonlySet<string> =>
  new Set(JSON.parse(readFileSync(join(folder, KNOWN), 'utf8')) as string[]);

/**
 * Compares the digests of what came out. Other digests count only where the same kind of processor computed with the same engine, or, of a node
 * that needs no engine, the same machine.
 */
export function comparison(
  before: Pick<Manifest, 'outputs' | 'ran'>,
  now: Answer,
): Pick<Recomputation, 'outcome' | 'why'> {
  const difference = engineDifference(before.ran, now.ran);
  if (difference !== undefined) return { outcome: 'not comparable', why: difference };
  if (outputsDigest(before.outputs) === outputsDigest(now.outputs)) return { outcome: 'same' };
  const why = processorDifference(before.ran, now.ran);
  if (why !== undefined) {
    return { outcome: 'not comparable', why: why + figuresText(before.outputs, now.outputs) };
  }
  return { outcome: 'different', why: firstDifference(before.outputs, now.outputs) };
}

/** The scores of a training then and now, so that a reader sees how far apart they are; empty for other stages. */
function figuresText(before: NodeOutputs, now: NodeOutputs): string {
  const [then, today] = [before, now].map(({ scores }) => scores['test']);
  return typeof then === 'number' && typeof today === 'number'
    ? `; on test images ${digits(then, 4)} then, ${digits(today, 4)} now`
    : '';
}

function firstDifference(before: NodeOutputs, now: NodeOutputs): string {
  const names = [...new Set([...Object.keys(before.blobs), ...Object.keys(now.blobs)])];
  const blob = names.find((name) => before.blobs[name] !== now.blobs[name]);
  if (blob !== undefined) return `its file ${blob} has another digest`;
  return 'its scores are others';
}
