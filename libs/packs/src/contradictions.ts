import { outputsDigest } from '@nhat/artifacts';
import type { Pack } from './decode-pack';

/**
 * Nodes with different results under one action key in two packs, as two kinds of processor give; in the order of `pack`. A workspace takes
 * one of the two, and what rests on the other runs again there. Results that are damaged count as absent.
 */
export function contradictions(pack: Pack, other: Pack): string[] {
  const theirs = new Set(other.keys);
  return pack.keys
    .filter((key) => theirs.has(key))
    .flatMap((key) => {
      const [one, two] = [pack.manifest(key), other.manifest(key)];
      if (one === undefined || two === undefined) return [];
      return outputsDigest(one.outputs) === outputsDigest(two.outputs) ? [] : [one.node];
    });
}
