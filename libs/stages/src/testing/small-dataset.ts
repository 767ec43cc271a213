import { encodeShard } from '@nhat/artifacts';
import type { ImageShard, ShardTruth, Split } from '@nhat/artifacts';
import { stream } from '@nhat/random';
import { labStatistics } from '@nhat/augment';
import type { Upstream } from '@nhat/runner/stage';
import type { MemoryBlobs } from './memory-run';

const SIZE = 16;
const COUNTS = { train: 60, test: 40 };

/** A shard with every kind of truth. */
export type WholeShard = ImageShard & Required<ShardTruth>;

/** Images of ten classes that differ in colour and darken downwards: easy to learn with and without labels. */
function smallShard(split: Split, first: number, count: number): WholeShard {
  const area = SIZE * SIZE;
  const pixels = new Uint8Array(count * area * 3);
  const label = Uint8Array.from({ length: count }, (_, i) => (first + i) % 10);
  for (let i = 0; i < count; i++) {
    const s = stream('small', split, first + i);
    const colour = [label[i]! & 1, label[i]! & 2, label[i]! & 4].map((bit) => (bit ? 180 : 90));
    for (let at = 0; at < area * 3; at++) {
      const shade = label[i]! >= 8 ? 1 : 0.6 + (0.4 * Math.floor(at / (SIZE * 3))) / SIZE;
      pixels[i * area * 3 + at] = colour[at % 3]! * shade + s.integer(40);
    }
  }
  return {
    split,
    first,
    count,
    resolution: SIZE,
    pixels,
    label,
    bucket: new Uint8Array(count),
    shape: new Uint16Array(count),
    rotation: new Float32Array(count * 9),
    pose: new Uint8Array(count),
    mask: new Uint8Array(count * area),
    depth: new Uint8Array(count * area).fill(255),
  };
}

/**
 * A dataset of 60 training images in two shards and 40 test images; `change` spoils or relabels shards. `validation`: the number
 * of validation images.
 */
export function smallDataset(
  blobs: MemoryBlobs,
  change: (shard: WholeShard) => ImageShard = (shard) => shard,
  { validation = 0 } = {},
): Upstream {
  const shards = {
    'train-000': change(smallShard('train', 0, 50)),
    'train-001': change(smallShard('train', 50, 10)),
    ...(validation > 0 && { 'validation-000': change(smallShard('validation', 0, validation)) }),
    'test-000': change(smallShard('test', 0, 40)),
  };
  const written = Object.entries(shards).map(([name, shard]) => [
    name,
    blobs.write(encodeShard(shard)),
  ]);
  const lab = labStatistics([shards['train-000'].pixels, shards['train-001'].pixels]);
  return {
    role: 'images',
    node: 'images-small',
    stage: 'images',
    outputs: {
      blobs: Object.fromEntries(written) as Record<string, string>,
      scores: {
        classes: Array.from({ length: 10 }, (_, label) => `class ${label}`),
        counts: { ...COUNTS, validation },
        resolution: SIZE,
        truths: ['label', 'pose', 'mask', 'depth'],
        lab,
        borderRotationAccuracy: 0.25,
      },
    },
  };
}
