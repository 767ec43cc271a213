import { actionKey, outputsDigest, sha256 } from '@nhat/artifacts';
import type { Manifest, NodeOutputs } from '@nhat/artifacts';
import { decodePack, encodePack } from '@nhat/packs';

/** What the manifests of `asOfOtherProcessor` say. */
export const OTHER_PROCESSOR = 'Another Processor 9000';

/** The same pack as if another kind of processor had computed it: pretrainings have other weights, and trainings from scratch other scores. */
export function asOfOtherProcessor(bytes: Uint8Array): Uint8Array {
  const pack = decodePack(bytes);
  const waiting = new Map(
    pack.keys.map((key) => pack.manifest(key)!).map((manifest) => [manifest.node, manifest]),
  );
  const done = new Map<string, Manifest>();
  while (waiting.size > 0) {
    for (const [name, manifest] of waiting) {
      const { stage, config, ingredients, outputs, ran } = manifest;
      if (!ingredients.upstream.every(({ node }) => done.has(node))) continue;
      const upstream = ingredients.upstream.map((one) => ({
        ...one,
        outputs: outputsDigest(done.get(one.node)!.outputs),
      }));
      const changed = { ...ingredients, upstream };
      // Only what an engine computes depends on the processor.
      const computed = stage === 'pretrain' && { engine: 'native' };
      const processor = { model: OTHER_PROCESSOR, digest: '0'.repeat(12) };
      done.set(name, {
        ...manifest,
        ingredients: changed,
        actionKey: actionKey(stage, config, changed),
        outputs: otherwise(stage, outputs),
        ran: { ...ran, facts: { ...computed, ...ran.facts, processor } },
      });
      waiting.delete(name);
    }
  }
  const taken = (digests: readonly string[], get: (digest: string) => Uint8Array | undefined) =>
    new Map(digests.map((digest) => [digest, get(digest)!]));
  const { pipeline, planned, checkout } = pack;
  return encodePack({
    ...{ pipeline, planned, checkout, manifests: [...done.values()] },
    files: taken(pack.files, pack.file),
    pictures: taken(pack.pictures, pack.picture),
  });
}

function otherwise(stage: string, outputs: NodeOutputs): NodeOutputs {
  const { blobs, scores } = outputs;
  if (stage === 'pretrain') return { ...outputs, blobs: { ...blobs, weights: sha256(stage) } };
  if (stage === 'scratch') return { ...outputs, scores: { ...scores, test: 0.123 } };
  return outputs;
}
