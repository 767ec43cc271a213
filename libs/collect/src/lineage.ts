import { outputsDigest, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { UserError, userError } from '@nhat/documents';
import { artifactFiles, verifiedManifest } from '@nhat/runner/artifact-folder';
import type { ArtifactFiles } from '@nhat/runner/artifact-folder';

/** A finished node with all nodes that it depends on. */
export interface Ancestry {
  manifest: Manifest;
  /** Digest of its outputs. */
  outputs: string;
  /** Digest of its two files as they were read. */
  files: string;
  /** In the order of the plan. */
  upstream: { role: string; node: Ancestry }[];
}

/**
 * Reads `artifacts/` from the given nodes upwards, each node once. Throws when a node is missing, damaged, or built on other
 * results than the present ones.
 */
export function readAncestry(root: string, names: readonly string[]): Ancestry[] {
  const known = new Map<string, Ancestry>();
  const read = (name: string): Ancestry => {
    const seen = known.get(name);
    if (seen) return seen;
    const files = artifactFiles(root, name);
    const manifest = verifiedManifest(name, files);
    const upstream = manifest.ingredients.upstream.map(({ role, node, outputs }) => {
      const ancestor = read(node);
      if (ancestor.outputs !== outputs) throw outdated(name, node);
      return { role, node: ancestor };
    });
    const outputs = outputsDigest(manifest.outputs);
    const ancestry = { manifest, outputs, files: filesDigest(files), upstream };
    known.set(name, ancestry);
    return ancestry;
  };
  return names.map(read);
}

const outdated = (name: string, upstream: string) =>
  userError(`artifacts/${name}`, `stale: computed from other results of ${upstream}`, {
    advice: 'Run the pipeline again: Nx brings it up to date.',
  });

/** The upstream nodes in a role. */
export const inRole = ({ upstream }: Ancestry, role: string): Ancestry[] =>
  upstream.filter((reference) => reference.role === role).map(({ node }) => node);

/** The manifests of the nodes and of everything that they depend on, each once; a node follows its upstream nodes. */
export const manifestsOf = (ends: readonly Ancestry[]): Manifest[] =>
  nodesOf(ends).map(({ manifest }) => manifest);

/** The nodes and everything that they depend on, each once; a node follows its upstream nodes. */
export function nodesOf(ends: readonly Ancestry[]): Ancestry[] {
  const seen = new Map<string, Ancestry>();
  const visit = (node: Ancestry): void => {
    if (seen.has(node.manifest.node)) return;
    node.upstream.forEach((reference) => visit(reference.node));
    seen.set(node.manifest.node, node);
  };
  ends.forEach(visit);
  return [...seen.values()];
}

/**
 * The digests of the files of these nodes as they are now, without a look at what they say: files that were verified once and have
 * the same digest are still right. Undefined where one of them cannot be read.
 */
export function presentDigests(root: string, names: readonly string[]): string[] | undefined {
  try {
    return names.map((name) => filesDigest(artifactFiles(root, name)));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The outputs are followed by a length, so that no byte can move from one file to the other. */
const filesDigest = ({ outputs, manifest }: ArtifactFiles): string =>
  sha256(Buffer.concat([outputs, Buffer.from(`\n${outputs.length}\n`), manifest]));
