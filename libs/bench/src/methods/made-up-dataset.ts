import { encodeShard, SHARD_LIMIT } from '@nhat/artifacts';
import { stream } from '@nhat/random';
import { blobInMemory } from '@nhat/runner/blob-in-memory';
import type { Upstream } from '@nhat/runner/stage';
import type { SplitSource } from '@nhat/stages/training/read-split';

/** Bytes of a shard that differ; the rest repeats them. */
const DISTINCT = 400_000;

const normalisation = { mean: [50, 0, 0], std: [20, 10, 10] };

/** A dataset of noise, upstream of a training; its shards are made when they are read. */
export function madeUpDataset(images: number, size: number): SplitSource {
  const counts = { train: images, validation: 0, test: 20 };
  const names = (split: 'train' | 'test') =>
    Array.from({ length: Math.ceil(counts[split] / SHARD_LIMIT) }, (_, i) => {
      return [`${split}-${String(i).padStart(3, '0')}`, `${split}/${i}`] as const;
    });
  const upstream: Upstream = {
    role: 'images',
    node: 'images-made-up',
    stage: 'images',
    outputs: {
      blobs: Object.fromEntries([...names('train'), ...names('test')]),
      scores: {
        classes: Array.from({ length: 10 }, (_, i) => `class ${i}`),
        ...{ counts, resolution: size, lab: normalisation },
        truths: ['label', 'pose', 'mask', 'depth'],
      },
    },
  };
  const made = (name: string): Uint8Array => {
    const [split, index] = name.split('/') as ['train' | 'test', string];
    const first = Number(index) * SHARD_LIMIT;
    const count = Math.min(SHARD_LIMIT, counts[split] - first);
    return encodeShard(shard(split, { first, count, size }));
  };
  return {
    upstream: [upstream],
    readBlob: (name) => Promise.resolve(made(name)),
    openBlob: (name) => Promise.resolve(blobInMemory(made(name))),
  };
}

function shard(
  split: 'train' | 'test',
  { first, count, size }: { first: number; count: number; size: number },
) {
  const area = size * size;
  const numbers = stream('made-up', split, first);
  return {
    ...{ split, first, count, resolution: size },
    pixels: noise(count * area * 3, DISTINCT),
    label: Uint8Array.from({ length: count }, () => numbers.integer(10)),
    bucket: new Uint8Array(count),
    shape: new Uint16Array(count),
    rotation: new Float32Array(count * 9),
    pose: new Uint8Array(count),
    mask: new Uint8Array(count * area),
    depth: new Uint8Array(count * area),
  };

  function noise(length: number, distinct: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const own = Math.min(length, distinct);
    for (let at = 0; at < own; at++) bytes[at] = numbers.integer(256);
    for (let at = own; at < length; at += own) bytes.copyWithin(at, 0, Math.min(own, length - at));
    return bytes;
  }
}
