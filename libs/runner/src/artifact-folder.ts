import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  openManifest,
  openSealedText,
  outputsText,
  readPlainFile,
  sealManifest,
  sealText,
  writeAtomic,
} from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { UserError, userError } from '@nhat/documents';
import type { PlannedNode } from './node-record';

/** The last line of the code of a bundle names what it takes from outside. */
const NO_PACKAGES = '\n// packages: none\n';

/** A part of `artifacts/` that is missing, or that is not what was written: can be made again. */
export class DamagedArtifact extends UserError {}

export interface BundleFile {
  path: string;
  /** The code, which has been compared with `digest`. */
  code: string;
  /** SHA-256 of the code. */
  digest: string;
  /** Whether the code needs nothing but itself: no TensorFlow, no other package with native code. */
  plain: boolean;
}

/** The code of a stage. Throws DamagedArtifact unless it is what its last line says. */
export function readBundle(root: string, bundle: string): BundleFile {
  const sealed = openSealedText(read(root, bundle, 'bundle.cjs'));
  if (sealed === undefined) throw damaged(join(bundle, 'bundle.cjs'), 'damaged');
  return {
    path: join(root, 'artifacts', bundle, 'bundle.cjs'),
    code: sealed.body,
    digest: sealed.digest,
    plain: sealed.body.endsWith(NO_PACKAGES),
  };
}

/** Writes `artifacts/<bundle>/bundle.cjs` and its source map. */
export function writeBundle(root: string, bundle: string, code: string, map: string): void {
  const folder = join(root, 'artifacts', bundle);
  replace(join(folder, 'bundle.cjs.map'), map);
  replace(join(folder, 'bundle.cjs'), sealText(code));
}

/**
 * The record of a finished node. Nx does not check what it restores from its cache, so this does: throws DamagedArtifact
 * unless manifest and outputs are whole and belong to each other and to this name.
 */
export function readArtifact(root: string, name: string): Manifest {
  const text = read(root, name, 'outputs.json').toString('utf8');
  const manifest = openManifest(read(root, name, 'manifest.json').toString('utf8'));
  if (manifest?.node !== name || outputsText(manifest.outputs) !== text) {
    throw damaged(name, 'damaged: outputs and manifest do not fit');
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
  const upstream = manifest.ingredients.upstream.map((one, at) => ({
    ...one,
    node: node.upstream[at]!.node,
  }));
  const ingredients = { ...manifest.ingredients, upstream };
  replace(
    join(folder, 'manifest.json'),
    sealManifest({ ...manifest, node: node.name, ingredients }),
  );
  replace(join(folder, 'outputs.json'), outputsText(manifest.outputs));
}

/** Also a folder that lies there, since `artifacts/` is the program's own. */
function replace(path: string, content: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
  writeAtomic(path, content, { durable: false });
}

function read(root: string, name: string, file: string): Buffer {
  const path = join(name, file);
  const found = readPlainFile(join(root, 'artifacts', path));
  if (found.kind === 'file') return found.bytes;
  if (found.kind === 'forbidden') {
    throw userError(join('artifacts', path), 'no permission', {
      got: found.code,
      advice: 'Change its owner or mode.',
    });
  }
  throw damaged(path, found.kind === 'missing' ? 'missing' : `damaged (${found.why})`);
}

const damaged = (path: string, what: string) =>
  new DamagedArtifact(
    `${join('artifacts', path)}: ${what}. Run the pipeline again; if that does not help: npx nx reset.`,
  );
