import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { contradictions } from './contradictions';
import { decodePack, encodePack, publishedPacks } from '.';
import { sampleManifest } from './testing/sample-manifest';

const repository = join(__dirname, '../../..');
const pipeline = {
  ...{ name: 'study', question: 'Q?', cost: 'C.', expected: 'E.', claims: [], utilities: ['b'] },
};
const packOf = (manifests: Manifest[]) =>
  decodePack(
    encodePack({
      ...{ pipeline, planned: 3, manifests, files: new Map(), pictures: new Map() },
      checkout: { commit: '1'.repeat(40), changed: false },
    }),
  );

describe('contradictions of two packs', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((node, seed) => sampleManifest(node, seed)) as [
    Manifest,
    Manifest,
    Manifest,
  ];

  it('are the nodes with other results of the same configuration, code and inputs', () => {
    const otherWeights = {
      ...b,
      outputs: { ...b.outputs, blobs: { ...b.outputs.blobs, weights: sha256('others') } },
    };
    expect(contradictions(packOf([a, b]), packOf([c, otherWeights]))).toEqual(['b']);
    expect(contradictions(packOf([a, b]), packOf([b, c]))).toEqual([]);
  });

  it('are no difference of time, machine or commit', () => {
    const later = { ...b, ran: { ...b.ran, seconds: b.ran.seconds + 1 } };
    expect(contradictions(packOf([b]), packOf([later]))).toEqual([]);
  });

  it('are in no two of the packs of this repository, so that a clone takes each of them whole', () => {
    const packs = publishedPacks(repository).flatMap(({ path, found }) =>
      found.kind === 'pack' ? [{ path, pack: found.pack }] : [],
    );
    expect(packs.length).toBeGreaterThan(1);
    const found = packs.flatMap(({ path, pack }, index) =>
      packs
        .slice(index + 1)
        .flatMap((other) =>
          contradictions(pack, other.pack).map((node) => [path, other.path, node]),
        ),
    );
    expect(found).toEqual([]);
  });
});
