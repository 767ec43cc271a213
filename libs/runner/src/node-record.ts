import { lstatSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, sha256, writeAtomic } from '@nhat/artifacts';
import { canonicalJson, userError } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';

/**
 * The runner's view of a planned node. The record is a file named by the digest of its text, and it refers to the records of
 * its upstream nodes by digest too. So one digest stands for the node and for everything upstream of it.
 */
export interface NodeRecord {
  name: string;
  stage: string;
  config: JsonObject;
  /** Options of the source of a dataset that say where its files lie; they belong to no key. */
  paths?: JsonObject;
  /** `record` is the digest of the record of the upstream node. */
  upstream: { role: string; node: string; record: string }[];
  /** `entry` is the TypeScript of the entry file. */
  bundle: { name: string; entry: string };
}

/** The text of a record, and its SHA-256 (hex). */
export interface WrittenRecord {
  digest: string;
  text: string;
}

/** A record whose text is on the disk alone; `bytes` is the length of the text. */
export interface RecordSize {
  digest: string;
  bytes: number;
}

/** A node of the plan, from which records are made. */
export interface PlannedNode {
  name: string;
  stage: string;
  config: JsonObject;
  paths?: JsonObject;
  upstream: { role: string; node: string }[];
  /** Name of its bundle. */
  bundle: string;
}

const DAY = 24 * 3_600_000;

/** Folder of the records, below the root of the workspace. */
export const RECORDS = join('.nhat', 'nodes');

/** Path of the record with this digest. */
export const recordPath = (root: string, digest: string): string =>
  join(root, RECORDS, digest.slice(0, 2), `${digest}.json`);

/** Makes the records of the nodes of an acyclic graph, by the name of the node. Throws for a name that the graph lacks. */
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
    const node = entryOf(nodeOf, name);
    const { stage, config, paths } = node;
    const upstream = node.upstream.map((reference) => ({
      ...reference,
      record: recordOf(reference.node).digest,
    }));
    const record = writtenRecord({
      ...{ name, stage, config, upstream },
      ...(paths && { paths }),
      bundle: entryOf(bundleOf, node.bundle),
    });
    records.set(name, record);
    return record;
  };
  nodes.forEach(({ name }) => recordOf(name));
  return records;
}

/** The record that a pipeline hands to its report. It refers to the records of the last nodes, and nothing runs it. */
export const lineageRecord = (
  name: string,
  ends: readonly string[],
  records: ReadonlyMap<string, WrittenRecord>,
): WrittenRecord =>
  writtenRecord({
    ...{ name, stage: 'report', config: {}, bundle: { name: '', entry: '' } },
    upstream: ends.map((node) => ({ role: 'end', node, record: entryOf(records, node).digest })),
  });

/** Canonical JSON of a record, and its digest. */
export function writtenRecord(record: NodeRecord): WrittenRecord {
  const text = canonicalJson(record as unknown as Json);
  return { digest: sha256(text), text };
}

/** Writes the records that are missing or whose size is wrong because their writing was cut off. */
export function writeNodeRecords(root: string, records: Iterable<WrittenRecord>): void {
  for (const { digest, text } of records) {
    const bytes = Buffer.byteLength(text);
    if (hasRecords(root, [{ digest, bytes }])) continue;
    const path = recordPath(root, digest);
    // Nothing but a record belongs there.
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
      rmSync(path, { recursive: true });
    writeAtomic(path, text, { durable: false });
  }
}

/**
 * Whether all records are on the disk in their sizes. A record that is older than a day gets a new time, because old ones are
 * swept.
 */
export function hasRecords(root: string, records: readonly RecordSize[]): boolean {
  const now = Date.now();
  return records.every(({ digest, bytes }) => {
    const path = recordPath(root, digest);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.size !== bytes) return false;
    if (now - status.mtimeMs > DAY) renew(path, now / 1000);
    return true;
  });
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

/** The digest in NHAT_NODE. Throws a UserError when it is unset or not a digest. */
export function ownNodeDigest(environment: Record<string, string | undefined>): string {
  const digest = environment['NHAT_NODE'];
  if (digest !== undefined && /^[0-9a-f]{64}$/.test(digest)) return digest;
  throw userError('NHAT_NODE', digest === undefined ? 'not set' : 'not the record of a node', {
    expected: '64 hex digits',
    advice: 'Nodes are run by Nx, e.g. `npx nx utility smoke`.',
  });
}

/**
 * Reads the record with this digest. When it is damaged, all damaged records are removed, because the next run of Nx writes missing ones and
 * each could stop a run of its own otherwise. Throws a UserError when the record is damaged or missing.
 */
export function readNodeRecord(root: string, digest: string): NodeRecord {
  const path = recordPath(root, digest);
  const text = textOf(path);
  if (text !== undefined && sha256(text) === digest) return JSON.parse(text) as NodeRecord;
  if (text !== undefined) removeDamaged(root);
  throw userError(path, text === undefined ? 'missing' : 'damaged', {
    expected: 'the record of a node, which each run of Nx writes',
    advice: 'Run the pipeline again.',
  });
}

function removeDamaged(root: string): void {
  const entries = readdirSync(join(root, RECORDS), { recursive: true, withFileTypes: true });
  for (const { name, parentPath } of entries) {
    // Others may be writing a record just now, under another name.
    if (!/^[0-9a-f]{64}\.json$/.test(name)) continue;
    const path = join(parentPath, name);
    const text = textOf(path);
    if (text !== undefined && `${sha256(text)}.json` !== name) rmSync(path, { force: true });
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(path, error);
  }
}

function entryOf<Value>(all: ReadonlyMap<string, Value>, name: string): Value {
  const value = all.get(name);
  if (value === undefined)
    throw userError(name, 'unknown node or bundle: it is not a part of the plan');
  return value;
}
