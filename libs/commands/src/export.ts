import { join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import { decodeWeights, encodeSafetensors, makeFolder, writeAtomic } from '@nhat/artifacts';
import { readFlags, userError } from '@nhat/documents';
import { duration } from '@nhat/report/number-format';
import { torchWeight } from '@nhat/models/torch-layout';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { pathForUser, userPath } from '@nhat/workspace/user-folder';
import { askedPipeline } from './asked-pipeline';
import { exportCard } from './export-card';
import { exportFlags } from './export-flags';
import { exportedNetwork } from './exported-network';
import { checkReadable, finishedNodes, writtenOrStored } from './finished-nodes';
import { plannedPipeline, smallestWithNode } from './planned-pipeline';

/**
 * `nx export <pipeline> [--arm=ARM] …`: writes a pretrained network as safetensors, in PyTorch's order, and a JSON card beside it.
 * NHAT_PIPELINE contains the pipeline. Nothing runs.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const name = askedPipeline('export');
  const { json, output, ...wanted } = readFlags(`nx export ${name}`, args, exportFlags);
  const workspace = readWorkspace(root);
  const { plan } = plannedPipeline(root, workspace, name);
  const { node, arms } = exportedNetwork(name, plan, wanted);
  const store = openStore(root);
  const find = writtenOrStored(root, (key) => store.find(key));
  const { finished, unreadable } = await finishedNodes(root, plan, find);
  const pretraining = finished.get(node.name);
  if (pretraining === undefined) {
    checkReadable(unreadable, (one) => node.upstream.some((upstream) => upstream.node === one));
    throw userError(`nx export ${name}`, 'not finished', {
      got: `no result of ${node.name} with the code and the document of today`,
      advice: `Run \`npx nx utility ${name}\` first.`,
    });
  }
  const bytes = await store.readBlob(pretraining.outputs.blobs['weights']!);
  if (bytes === undefined) {
    throw userError(node.name, 'its weights are in no store', {
      expected: 'weights in .nhat/store or NHAT_STORE; packs have none',
      advice: weightsAdvice(smallestWithNode(root, workspace, node.name)!, node.name, finished),
    });
  }
  const weights = `${node.name}.safetensors`;
  const card = exportCard({
    arm: wanted.arm ?? arms[0]!,
    pretraining,
    images: finished.get(upstreamNode(node.upstream, 'images'))!,
    runs: [...finished.values()].filter(({ ingredients }) =>
      ingredients.upstream.some((one) => one.role === 'pretrain' && one.node === node.name),
    ),
    weights,
  });
  const folder = output === undefined ? join(root, 'dist', 'export') : userPath(root, output);
  makeFolder(folder);
  const paths = {
    weights: join(folder, weights),
    card: join(folder, `${node.name}.json`),
  };
  const tensors = decodeWeights(bytes).map(torchWeight);
  writeAtomic(paths.weights, encodeSafetensors(tensors, { card: `${node.name}.json` }));
  writeAtomic(paths.card, `${JSON.stringify(card, null, 2)}\n`);
  const shown = Object.fromEntries(
    Object.entries(paths).map(([kind, path]) => [kind, pathForUser(root, path)]),
  );
  process.stdout.write(
    json ? `${JSON.stringify(shown, null, 2)}\n` : `${Object.values(shown).join('\n')}\n`,
  );
}

/** A run takes results from the cache of Nx and from packs, which have no weights, unless both are left out. */
function weightsAdvice(
  { name, planned: { pipeline, plan } }: NonNullable<ReturnType<typeof smallestWithNode>>,
  node: string,
  finished: ReadonlyMap<string, Manifest>,
): string {
  const command = (words: string) => `NHAT_PUBLISHED=off npx nx ${words} --skip-nx-cache`;
  const took = (nodes: readonly string[]) =>
    duration(nodes.reduce((sum, one) => sum + (finished.get(one)?.ran.seconds ?? 0), 0));
  // The nodes of other pipelines are no projects of Nx.
  return pipeline.active
    ? `Run \`${command(`run ${node}`)}\`, which computes them (the node took ${took([node])}).`
    : `Run \`${command(`utility ${name}`)}\`, which computes them and all else of that pipeline that no store has (its nodes took ${took(plan.nodes.map((one) => one.name))}).`;
}

const upstreamNode = (upstream: readonly { role: string; node: string }[], wanted: string) =>
  upstream.find(({ role }) => role === wanted)!.node;
