import { outputsDigest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { readArtifact } from '@nhat/runner/artifact-folder';

/** A finished node with all nodes that it depends on. */
export interface Ancestry {
  manifest: Manifest;
  /** Digest of its outputs. */
  outputs: string;
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
    const manifest = readArtifact(root, name);
    const upstream = manifest.ingredients.upstream.map(({ role, node, outputs }) => {
      const ancestor = read(node);
      if (ancestor.outputs !== outputs) throw outdated(name, node);
      return { role, node: ancestor };
    });
    const ancestry = { manifest, outputs: outputsDigest(manifest.outputs), upstream };
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
export function manifestsOf(ends: readonly Ancestry[]): Manifest[] {
  const seen = new Map<string, Manifest>();
  const visit = ({ manifest, upstream }: Ancestry): void => {
    if (seen.has(manifest.node)) return;
    upstream.forEach(({ node }) => visit(node));
    seen.set(manifest.node, manifest);
  };
  ends.forEach(visit);
  return [...seen.values()];
}
