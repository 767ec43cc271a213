import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { checkoutOf } from '@nhat/collect/checkout';
import { readFlags, roundsOf, userError } from '@nhat/documents';
import {
  PUBLISHED,
  contradictions,
  decodePack,
  encodePack,
  packPath,
  publishedPacks,
  readPack,
} from '@nhat/packs';
import type { Pack } from '@nhat/packs';
import { openStore } from '@nhat/store';
import { askedPipeline } from './asked-pipeline';
import { checkReadable, finishedNodes, writtenOrStored } from './finished-nodes';
import { packFlags } from './pack-flags';
import { packedFiles } from './packed-files';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { plannedPipeline } from './planned-pipeline';

/** What the command did, as JSON. */
interface PackRecord {
  /** Path of the pack, from the root of the workspace. */
  path: string;
  /** SHA-256 of its content. */
  digest: string;
  bytes: number;
  nodes: number;
  /** Nodes of the pipeline, with or without a result. */
  planned: number;
  /** Whether it was written; false where it had these results already. */
  written: boolean;
}

/**
 * `nx pack <pipeline> [--partial] [--json]`: writes the results of a pipeline that the code and the document of today have, without
 * weights and images, into `published/<pipeline>.nhat-pack`. NHAT_PIPELINE contains the pipeline. Nothing runs.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const name = askedPipeline('pack');
  const { json, partial } = readFlags(`nx pack ${name}`, args, packFlags);
  const { pipeline, plan } = plannedPipeline(root, readWorkspace(root), name);
  const store = openStore(root);
  const find = writtenOrStored(root, (key) => store.find(key));
  const { finished, unreadable } = await finishedNodes(root, plan, find);
  const [nodes, planned] = [finished.size, plan.nodes.length];
  if (nodes === 0 || !partial) checkReadable(unreadable);
  checkEnough(name, { nodes, planned, partial });
  const manifests = [...finished.values()];
  const { question, cost, expected, claims, decision } = pipeline;
  const bytes = encodePack({
    pipeline: {
      ...{ name, question, cost, expected, claims, utilities: plan.utilities },
      ...(decision !== null && { decision }),
      ...roundsOf(pipeline),
    },
    checkout: checkoutOf(root, PUBLISHED),
    ...{ planned, manifests },
    ...(await packedFiles(manifests, store)),
  });
  const fresh = decodePack(bytes);
  const record = { nodes, planned, ...write(root, name, bytes, fresh) };
  process.stdout.write(json ? `${JSON.stringify(record, null, 2)}\n` : `${lineOf(record)}\n`);
  for (const line of contradicted(root, name, fresh)) process.stderr.write(line);
}

function checkEnough(
  name: string,
  { nodes, planned, partial }: { nodes: number; planned: number; partial: boolean },
): void {
  if (nodes > 0 && (nodes === planned || partial)) return;
  throw userError(`nx pack ${name}`, 'not finished', {
    got: `results of ${nodes} of ${planned} nodes with the code and the document of today`,
    expected: partial ? 'at least one' : 'all',
    advice: `Run \`npx nx utility ${name}\` first${nodes === 0 || partial ? '' : ', or add --partial to pack what is finished'}.`,
  });
}

/** Writes the pack unless the one that is there has the same results. Throws where that has more. */
function write(
  root: string,
  name: string,
  bytes: Uint8Array,
  fresh: Pack,
): Omit<PackRecord, 'nodes' | 'planned'> {
  const path = packPath(name);
  const there = readPack(join(root, path), name);
  if (there.kind === 'pack') {
    const { pack } = there;
    if (pack.resultsDigest === fresh.resultsDigest) {
      return { path, digest: pack.digest, bytes: there.bytes, written: false };
    }
    if (pack.keys.length > fresh.keys.length) {
      throw userError(path, 'has more results than would take their place', {
        got: `${pack.keys.length} results there, ${fresh.keys.length} new ones`,
        advice: `Remove it first if they are not wanted any more: git rm ${path}`,
      });
    }
  }
  writeAtomic(join(root, path), bytes);
  return { path, digest: fresh.digest, bytes: bytes.length, written: true };
}

/** A line for each other pack that has another result under the same key, because a clone takes one of the two. */
const contradicted = (root: string, name: string, fresh: Pack): string[] =>
  publishedPacks(root).flatMap((other) => {
    if (other.name === name || other.found.kind !== 'pack') return [];
    const [first, ...more] = contradictions(fresh, other.found.pack);
    if (first === undefined) return [];
    return [
      `Warning: ${packPath(name)}: ${first}${more.length > 0 ? ` and ${more.length} more nodes` : ''} came out otherwise in ${other.path}, ` +
        'as on another kind of processor. A clone takes the results of the pack whose path comes first, and what rests on those of the other runs again ' +
        `there. Run \`npx nx utility ${other.name}\` and \`npx nx pack ${other.name}\` here, too, or publish one of the two.\n`,
    ];
  });

const lineOf = ({ path, nodes, planned, bytes, written }: PackRecord): string =>
  `${path}: ${nodes} of ${planned} nodes, ${Math.ceil(bytes / 1000)} kB${written ? '' : '; it was there already'}`;
