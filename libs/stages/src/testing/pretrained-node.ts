import { encodeWeights } from '@nhat/artifacts';
import { openEngine } from '@nhat/engine';
import { createWeights, resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import type { Upstream } from '@nhat/runner/stage';
import type { MemoryBlobs } from './memory-run';

/** A pretrained node with the weights from which training from scratch starts at this seed; `spoil` fills the last layer. */
export async function pretrainedNode(
  blobs: MemoryBlobs,
  {
    options,
    seed,
    spoil,
  }: { options: { width: number; features: number }; seed: number; spoil?: number },
): Promise<Upstream> {
  await openEngine();
  const weights = createWeights(stream(seed, 'supervised').fork('encoder'));
  resnet9.create(options, { weights, channels: 3 });
  const records = await weights.records();
  weights.dispose();
  if (spoil !== undefined) records.find(({ name }) => name === 'fc.weight')!.values.fill(spoil);
  return {
    role: 'pretrain',
    node: 'pretrain-small',
    stage: 'pretrain',
    outputs: { blobs: { weights: blobs.write(encodeWeights(records)) }, scores: {} },
  };
}
