import type { Manifest } from '@nhat/artifacts';
import { openPacks } from '@nhat/packs';
import { nodeSlug } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { readLedger } from '@nhat/runner/ledger';
import type { Store } from '@nhat/store';
import type { Forecast } from './node-forecast';
import { nxCopies } from './nx-copies';

/** The results that a run of this workspace would use without computing them. */
export interface KnownResults {
  /** The result of a node under this key. */
  find(node: PlanNode, key: string): Promise<Forecast['result']>;
  /** Whether a published pack has a result under this key and is left out. */
  isLeftOut(key: string): boolean;
  /** The manifest in `artifacts/`; undefined for a damaged one too, because the next run makes it again. */
  written(name: string): Manifest | undefined;
  /** Whether an earlier result of a node of this readable name, which a run would use, passes the test. */
  reusable(node: PlanNode, test: (earlier: Manifest) => boolean): Promise<boolean>;
}

/**
 * Looks where Nx and the runner look: into the cache of Nx, into the store, and into published packs. What is in `artifacts/` alone is computed again: the
 * runner asks the store only.
 */
export function knownResults(
  root: string,
  store: Store,
  environment: Readonly<Record<string, string | undefined>>,
): KnownResults {
  const copies = nxCopies(root, environment);
  const isOff = environment['NHAT_PUBLISHED'] === 'off';
  const left = openPacks(root, {}, () => undefined);
  /** Where packs are left out, Nx restores nothing either that an earlier run took from one. */
  const isOfPack = (key: string, { ran }: Manifest) =>
    isOff && JSON.stringify(left.find(key)?.ran) === JSON.stringify(ran);
  const find: KnownResults['find'] = async (node, key) => {
    const stored = await store.find(key, { whole: true });
    if (stored !== undefined) {
      const isHere = writtenManifest(root, node.name)?.actionKey === key;
      return { place: isHere ? 'artifacts' : 'store', manifest: stored };
    }
    const packed = store.packs.find(key);
    if (packed !== undefined) return { place: 'published pack', manifest: packed };
    // Nx does not keep nodes that read files outside the workspace.
    const copy = node.outside ? undefined : copies.find(node.name, key);
    if (copy === undefined || isOfPack(key, copy)) return undefined;
    return { place: 'cache of Nx', manifest: copy };
  };
  let keys: Map<string, Set<string>> | undefined;
  return {
    find,
    isLeftOut: (key) => isOff && left.find(key) !== undefined,
    written: (name) => writtenManifest(root, name),
    async reusable(node, test) {
      keys ??= keysBySlug(root);
      const own = writtenManifest(root, node.name)?.actionKey;
      const candidates = new Set([
        ...(own === undefined ? [] : [own]),
        ...(keys.get(nodeSlug(node.name)) ?? []),
      ]);
      for (const key of candidates) {
        const result = await find(node, key);
        if (result !== undefined && test(result.manifest)) return true;
      }
      return false;
    },
  };
}

/** The keys of all results that this workspace has had, by the readable names of their nodes. */
function keysBySlug(root: string): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  const add = (name: string, key: string) => {
    const slug = nodeSlug(name);
    keys.set(slug, (keys.get(slug) ?? new Set()).add(key));
  };
  for (const { node, actionKey } of readLedger(root)) add(node, actionKey);
  return keys;
}
