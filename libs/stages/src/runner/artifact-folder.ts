import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, outputsText, sha256, writeAtomic } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { stableJson, userError } from '@nhat/spec';
import type { Json } from '@nhat/spec';
import type { NodeRecord } from './node-record';

const again = (name: string) =>
  `Run it again: npx nx run-many -t ${name.split('-')[0]} -p ${name} --skip-nx-cache.`;

/** SHA-256 of the code of a stage. */
export function bundleDigest(root: string, bundle: string): string {
  return sha256(read(root, bundle, 'bundle.cjs'));
}

export const bundlePath = (root: string, bundle: string): string =>
  join(root, 'artifacts', bundle, 'bundle.cjs');

/** The record of a finished node. Nx does not check what it restores from its cache, so this does. */
export function readArtifact(root: string, name: string): Manifest {
  const text = read(root, name, 'outputs.json').toString('utf8');
  const manifest = parse(read(root, name, 'manifest.json').toString('utf8'));
  if (manifest === undefined || outputsText(manifest.outputs) !== text) {
    throw userError(join('artifacts', name), 'damaged: outputs and manifest do not fit', {
      advice: again(name),
    });
  }
  return manifest;
}

/**
 * `outputs.json`, which later nodes hash, comes last: it is there only when everything is. A result from the store may have
 * been computed under other names; here it and what came before it carry the names of this plan. The durable copy is in the store.
 */
export function writeArtifact(root: string, node: NodeRecord, manifest: Manifest): void {
  const folder = join(root, 'artifacts', node.name);
  mkdirSync(folder, { recursive: true });
  const upstream = manifest.ingredients.upstream.map((one, at) => ({
    ...one,
    node: node.upstream[at]!.node,
  }));
  const ingredients = { ...manifest.ingredients, upstream };
  const here = { ...manifest, node: node.name, ingredients } as unknown as Json;
  writeAtomic(join(folder, 'manifest.json'), stableJson(here), { durable: false });
  writeAtomic(join(folder, 'outputs.json'), outputsText(manifest.outputs), { durable: false });
}

function read(root: string, name: string, file: string): Buffer {
  const path = join(root, 'artifacts', name, file);
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFault(path, error);
    throw userError(join('artifacts', name, file), 'missing', { advice: again(name) });
  }
}

function parse(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return manifest.format === 1 ? manifest : undefined;
  } catch {
    return undefined;
  }
}
