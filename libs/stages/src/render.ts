import { availableParallelism } from 'node:os';
import { SHARD_LIMIT, decodeShard } from '@nhat/artifacts';
import { stream } from '@nhat/random';
import { CLASSES, borderRotationAccuracy } from '@nhat/render';
import type { RenderedRange } from '@nhat/render';
import type { RenderConfig } from '@nhat/documents';
import { datasetSheet } from './rendering/dataset-sheet';
import { shardTasks } from './rendering/render-shard';
import type { RenderedShard, ShardTask } from './rendering/render-shard';
import { openWorkers } from './rendering/render-workers';
import type { Stage } from '@nhat/runner/stage';
import { createStopwatch } from '@nhat/runner/stopwatch';

export { renderShard } from './rendering/render-shard';

/** Renders a dataset on all cores; what comes out does not depend on their number. */
export const run: Stage<RenderConfig> = async ({ config, writeBlob, progress, record }) => {
  const watch = createStopwatch(['render', 'sheet', 'diagnose']);
  const tasks = shardTasks(config);
  const total = tasks.reduce((sum, { count }) => sum + count, 0);
  const workers = openWorkers(__filename, Math.min(availableParallelism(), tasks.length));
  const digests: string[] = [];
  const found: Found[] = [];
  let [done, bytes] = [0, 0];
  const blobs: Record<string, string> = {};
  const renderOne = async (task: ShardTask, at: number) => {
    const shard = await workers.render(task);
    found[at] = { task, lab: shard.lab, borders: shard.borders, unseen: shard.unseen };
    if (at === 0) {
      const sheet = () => datasetSheet(decodeShard(shard.bytes) as RenderedRange);
      blobs['sheet'] = await writeBlob(watch.time('sheet', sheet));
    }
    digests[at] = await writeBlob(shard.bytes);
    bytes += shard.bytes.length;
    done += task.count;
    progress.step(done, total, done, {});
  };
  await watch.time('render', () => Promise.all(tasks.map(renderOne)).finally(workers.close));
  tasks.forEach((task, at) => (blobs[shardName(task)] = digests[at]!));
  const lab = pooledLab(found.filter(({ task }) => task.split === 'train'));
  const border = watch.time('diagnose', () => borderAccuracy(config, found, lab));
  const seconds = watch.seconds();
  record({
    workers: workers.count,
    images: total,
    imagesPerSecond: Math.round(total / seconds.render),
    bytes,
    seconds,
  });
  const { counts, resolution, objects } = config;
  const unseen = found.reduce((sum, shard) => sum + shard.unseen, 0) / (total * objects);
  return {
    blobs,
    scores: {
      ...{ classes: [...CLASSES], counts, resolution, lab, borderRotationAccuracy: border },
      truths: objects > 1 ? ['mask', 'depth'] : ['label', 'pose', 'mask', 'depth'],
      ...(objects > 1 && { objects, unseenObjects: Math.round(unseen * 1e4) / 1e4 }),
    },
  };
};

type Found = Omit<RenderedShard, 'bytes'> & { task: ShardTask };

/** `train-003`: the shards of a split sort by name. */
const shardName = ({ split, first }: ShardTask): string =>
  `${split}-${String(first / SHARD_LIMIT).padStart(3, '0')}`;

/** Mean and standard deviation over all images from those of the shards, in the shards' order. */
function pooledLab(shards: readonly Found[]): { mean: number[]; std: number[] } {
  const images = shards.reduce((sum, { task }) => sum + task.count, 0);
  const over = (value: (shard: Found) => number) =>
    shards.reduce((sum, shard) => sum + shard.task.count * value(shard), 0) / images;
  const mean = [0, 1, 2].map((c) => over(({ lab }) => lab.mean[c]!));
  const std = mean.map((middle, c) => {
    const square = over(({ lab }) => lab.std[c]! * lab.std[c]! + lab.mean[c]! * lab.mean[c]!);
    return Math.sqrt(Math.max(0, square - middle * middle));
  });
  return { mean, std };
}

/** How well the border alone gives away a rotation, on held-out images; null when there are none. */
function borderAccuracy(
  { resolution, seed }: RenderConfig,
  found: readonly Found[],
  lab: { mean: number[]; std: number[] },
): number | null {
  const scale = 1 / Math.max(lab.std[0]!, 1e-6);
  const borders = (train: boolean) =>
    found
      .filter(({ task }) => (task.split === 'train') === train)
      .flatMap((shard) => shard.borders.map((border) => border.map((light) => light * scale)));
  const [train, heldOut] = [borders(true), borders(false)];
  if (train.length === 0 || heldOut.length === 0) return null;
  const accuracy = borderRotationAccuracy(train, heldOut, resolution, stream(seed, 'border'));
  return Math.round(accuracy * 1e4) / 1e4;
}
