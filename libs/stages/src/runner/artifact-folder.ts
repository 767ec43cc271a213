import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, makeFolder, outputsText, sha256, writeAtomic } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { stableJson, userError } from '@nhat/spec';
import type { Json } from '@nhat/spec';
import type { PlannedNode } from './node-record';

/** The last line of a bundle names what it takes from outside. */
const NO_PACKAGES = Buffer.from('\n// packages: none\n');

const again = (name: string) =>
  `Run it again: npx nx run-many -t ${name.split('-')[0]} -p ${name} --skip-nx-cache.`;

export interface BundleFile {
  path: string;
  /** SHA-256 of the code. */
  digest: string;
  /** Whether the code needs nothing but itself: no TensorFlow, no other package with native code. */
  plain: boolean;
}

/** The code of a stage. */
export function bundleFile(root: string, bundle: string): BundleFile {
  const bytes = read(root, bundle, 'bundle.cjs');
  return {
    path: join(root, 'artifacts', bundle, 'bundle.cjs'),
    digest: sha256(bytes),
    plain: bytes.subarray(-NO_PACKAGES.length).equals(NO_PACKAGES),
  };
}

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
export function writeArtifact(
  root: string,
  node: Pick<PlannedNode, 'name' | 'upstream'>,
  manifest: Manifest,
): void {
  const folder = join(root, 'artifacts', node.name);
  makeFolder(folder);
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
