import { join } from 'node:path';
import { packPath, readPack } from '@nhat/packs';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { finishedNodes } from './finished-nodes';
import { knownResults } from './known-results';
import { plannedPipeline } from './planned-pipeline';

/** A target of Nx that answers these pipelines without a training. */
export interface Untrained {
  target: 'utility' | 'published';
  pipelines: string[];
}

/**
 * How to answer pipelines on an engine that is too slow to train them. Those whose results are all there (in the store, in a pack, in the
 * cache of Nx) are restored. Where no pipeline has all, the pack of the first that has one is shown, although the code or the document is
 * another today. Undefined where there is no such pack. Nothing runs. Throws a UserError for a mistake in a document and for an unknown
 * NHAT_PUBLISHED.
 */
export async function withoutTraining(
  names: readonly string[],
  root = process.cwd(),
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Untrained | undefined> {
  const workspace = readWorkspace(root);
  const known = knownResults(root, openStore(root, environment), environment);
  const whole: string[] = [];
  for (const name of names) {
    const { plan } = plannedPipeline(root, workspace, name);
    const { finished } = await finishedNodes(
      root,
      plan,
      async (node, key) => (await known.find(node, key))?.manifest,
    );
    if (finished.size === plan.nodes.length) whole.push(name);
  }
  if (whole.length > 0) return { target: 'utility', pipelines: whole };
  const packed = environment['NHAT_PUBLISHED'] === 'off' ? undefined : names.find(hasAnswer(root));
  return packed === undefined ? undefined : { target: 'published', pipelines: [packed] };
}

const hasAnswer = (root: string) => (name: string) => {
  const found = readPack(join(root, packPath(name)), name);
  if (found.kind !== 'pack') return false;
  const { pack } = found;
  return pack.keys.some((key) => pack.manifest(key)?.stage === 'utility');
};
