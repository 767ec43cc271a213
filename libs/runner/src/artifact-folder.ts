import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseManifest,
  parseChecksummed,
  outputsText,
  readPlainFile,
  manifestText,
  withChecksum,
  writeAtomic,
} from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { UserError, userError } from '@nhat/documents';
import type { PlannedNode } from './node-record';

/** The last line of a bundle's code lists the packages that stay outside it. */
const NO_PACKAGES = '\n// packages: none\n';

/** A part of `artifacts/` is missing or is not what was written; it can be made again. */
export class DamagedArtifact extends UserError {}

export interface BundleFile {
  path: string;
  /** The code, verified against `digest`. */
  code: string;
  /** SHA-256 of the code. */
  digest: string;
  /** Whether the code needs no package: neither TensorFlow nor other native code. */
  plain: boolean;
}

/** Reads the code of a stage. Throws DamagedArtifact unless the code matches its checksum. */
export function readBundle(root: string, bundle: string): BundleFile {
  const bundleText = parseChecksummed(read(root, bundle, 'bundle.cjs'));
  if (bundleText === undefined) throw damaged(join(bundle, 'bundle.cjs'), 'damaged');
  return {
    path: join(root, 'artifacts', bundle, 'bundle.cjs'),
    code: bundleText.body,
    digest: bundleText.digest,
    plain: bundleText.body.endsWith(NO_PACKAGES),
  };
}

/** Writes `artifacts/<bundle>/bundle.cjs` and its source map. */
export function writeBundle(root: string, bundle: string, code: string, map: string): void {
  const folder = join(root, 'artifacts', bundle);
  replace(join(folder, 'bundle.cjs.map'), map);
  replace(join(folder, 'bundle.cjs'), withChecksum(code));
}

/** The two files of a finished node as they are on the disk, not verified. */
export interface ArtifactFiles {
  outputs: Buffer;
  manifest: Buffer;
}

/** Throws DamagedArtifact where one of the two is missing or no plain file. */
export const artifactFiles = (root: string, name: string): ArtifactFiles => ({
  outputs: read(root, name, 'outputs.json'),
  manifest: read(root, name, 'manifest.json'),
});

/**
 * Reads the manifest of a finished node. Nx does not verify what it restores from its cache, so this function does: it throws
 * DamagedArtifact unless manifest and outputs are whole and belong to each other and to this name.
 */
export const readArtifact = (root: string, name: string): Manifest =>
  verifiedManifest(name, artifactFiles(root, name));

/** The manifest in the files of a node. Throws as `readArtifact` does. */
export function verifiedManifest(name: string, files: ArtifactFiles): Manifest {
  const manifest = parseManifest(files.manifest.toString('utf8'));
  if (manifest?.node !== name || outputsText(manifest.outputs) !== files.outputs.toString('utf8')) {
    throw damaged(name, 'damaged (outputs and manifest do not belong together)');
  }
  return manifest;
}

/**
 * Writes `manifest.json`, then `outputs.json`, so that the outputs, which later nodes hash, exist only when everything does. A
 * result from the store may have been computed under other names; the written manifest uses the names of this plan. The durable
 * copy is in the store.
 */
export function writeArtifact(
  root: string,
  node: Pick<PlannedNode, 'name' | 'upstream'>,
  manifest: Manifest,
): void {
  const folder = join(root, 'artifacts', node.name);
  replace(join(folder, 'manifest.json'), manifestText(underNamesOf(node, manifest)));
  replace(join(folder, 'outputs.json'), outputsText(manifest.outputs));
}

/** The same result under the names that a plan gives to its node and to the upstream nodes. */
export function underNamesOf(
  node: Pick<PlannedNode, 'name' | 'upstream'>,
  manifest: Manifest,
): Manifest {
  const upstream = manifest.ingredients.upstream.map((ingredient, index) => ({
    ...ingredient,
    node: node.upstream[index]!.node,
  }));
  return { ...manifest, node: node.name, ingredients: { ...manifest.ingredients, upstream } };
}

/** Also replaces a folder at this path, because `artifacts/` belongs to the program. */
function replace(path: string, content: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
  writeAtomic(path, content, { durable: false });
}

function read(root: string, name: string, file: string): Buffer {
  const path = join(name, file);
  const content = readPlainFile(join(root, 'artifacts', path));
  if (content.kind === 'file') return content.bytes;
  if (content.kind === 'forbidden') {
    throw userError(join('artifacts', path), 'no permission', {
      got: content.code,
      advice: 'Change its owner or mode.',
    });
  }
  throw damaged(path, content.kind === 'missing' ? 'missing' : `damaged (${content.why})`);
}

const damaged = (path: string, what: string) =>
  new DamagedArtifact(
    `${join('artifacts', path)}: ${what}. Run the pipeline again; if that does not help: npx nx reset.`,
  );
