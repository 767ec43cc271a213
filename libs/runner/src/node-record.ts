import { readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, sha256, writeAtomic } from '@nhat/artifacts';
import { canonicalJson, userError } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';

/**
 * What the runner has to know of a node of the plan. It lies in a file that is named by the digest of its text, and names
 * the records of its upstream nodes in the same way: a digest stands for the node and for all that comes before it.
 */
export interface NodeRecord {
  name: string;
  stage: string;
  config: JsonObject;
  /** `record`: digest of the record of the upstream node. */
  upstream: { role: string; node: string; record: string }[];
  /** `entry`: TypeScript of the entry file. */
  bundle: { name: string; entry: string };
}

/** A record as it is written; `digest` is the SHA-256 (hex) of `text`. */
export interface WrittenRecord {
  digest: string;
  text: string;
}

/** What records are made of: a node of the plan. */
export interface PlannedNode {
  name: string;
  stage: string;
  config: JsonObject;
  upstream: { role: string; node: string }[];
  /** Name of its bundle. */
  bundle: string;
}

const DAY = 24 * 3_600_000;

/** Where records lie, below the root of the workspace. */
export const RECORDS = join('.nhat', 'nodes');

/** Path of the record with this digest. */
export const recordPath = (root: string, digest: string): string =>
  join(root, RECORDS, digest.slice(0, 2), `${digest}.json`);

/** Records of the nodes of a graph without cycles, by the name of the node. Throws for a name that the graph lacks. */
export function nodeRecords(
  nodes: readonly PlannedNode[],
  bundles: readonly NodeRecord['bundle'][],
): Map<string, WrittenRecord> {
  const nodeOf = new Map(nodes.map((node) => [node.name, node]));
  const bundleOf = new Map(bundles.map((bundle) => [bundle.name, bundle]));
  const records = new Map<string, WrittenRecord>();
  const recordOf = (name: string): WrittenRecord => {
    const known = records.get(name);
    if (known !== undefined) return known;
    const node = found(nodeOf, name);
    const { stage, config } = node;
    const upstream = node.upstream.map((one) => ({ ...one, record: recordOf(one.node).digest }));
    const record = writtenRecord({
      ...{ name, stage, config, upstream },
      bundle: found(bundleOf, node.bundle),
    });
    records.set(name, record);
    return record;
  };
  nodes.forEach(({ name }) => recordOf(name));
  return records;
}

/** What a pipeline hands to its report: a record that names those of its last nodes, and that nothing runs. */
export const lineageRecord = (
  name: string,
  ends: readonly string[],
  records: ReadonlyMap<string, WrittenRecord>,
): WrittenRecord =>
  writtenRecord({
    ...{ name, stage: 'report', config: {}, bundle: { name: '', entry: '' } },
    upstream: ends.map((node) => ({ role: 'end', node, record: found(records, node).digest })),
  });

/** Canonical JSON of a record, and its digest. */
export function writtenRecord(record: NodeRecord): WrittenRecord {
  const text = canonicalJson(record as unknown as Json);
  return { digest: sha256(text), text };
}

/**
 * Writes the records that are not there, or that have another size because their writing was cut off. A record that is older
 * than a day gets a new time, because old ones are swept.
 */
export function writeNodeRecords(root: string, records: Iterable<WrittenRecord>): void {
  const now = Date.now();
  for (const { digest, text } of records) {
    const path = recordPath(root, digest);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.size !== Buffer.byteLength(text)) writeAtomic(path, text, { durable: false });
    else if (now - status.mtimeMs > DAY) renew(path, now / 1000);
  }
}

function renew(path: string, seconds: number): void {
  try {
    utimesSync(path, seconds, seconds);
  } catch {
    // On a disk that cannot be written nothing is swept either.
  }
}

/** The record that NHAT_NODE names. */
export const ownNodeRecord = (
  root: string,
  environment: Record<string, string | undefined>,
): NodeRecord => readNodeRecord(root, ownNodeDigest(environment));

/** The digest in NHAT_NODE. Throws a UserError when it is not set or no digest. */
export function ownNodeDigest(environment: Record<string, string | undefined>): string {
  const digest = environment['NHAT_NODE'];
  if (digest !== undefined && /^[0-9a-f]{64}$/.test(digest)) return digest;
  throw userError('NHAT_NODE', digest === undefined ? 'not set' : 'not the record of a node', {
    expected: '64 hex digits',
    advice: 'Nodes are run by Nx, e.g. `npx nx utility smoke`.',
  });
}

/**
 * The record with this digest. One that is damaged is removed, because the next run of Nx writes what is missing.
 * Throws a UserError when it is damaged or missing.
 */
export function readNodeRecord(root: string, digest: string): NodeRecord {
  const path = recordPath(root, digest);
  const text = textOf(path);
  if (text !== undefined && sha256(text) === digest) return JSON.parse(text) as NodeRecord;
  if (text !== undefined) rmSync(path, { force: true });
  throw userError(path, text === undefined ? 'missing' : 'damaged', {
    expected: 'the record of a node, which each run of Nx writes',
    advice: 'Run the pipeline again.',
  });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(path, error);
  }
}

function found<Value>(all: ReadonlyMap<string, Value>, name: string): Value {
  const value = all.get(name);
  if (value === undefined) throw userError(name, 'not a part of the plan');
  return value;
}
