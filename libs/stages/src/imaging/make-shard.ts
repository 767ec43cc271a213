import { SHARD_LIMIT, encodeShard } from '@nhat/artifacts';
import type { ImageShard, Split } from '@nhat/artifacts';
import { IMAGE_TRUTHS, userError } from '@nhat/documents';
import type { DatasetConfig, ImageTruth } from '@nhat/documents';
import type { ImageSource, OpenSource } from '@nhat/sources/source';
import { labReader, labStatistics } from '@nhat/augment';
import { borderPixels } from './border-pixels';
import { datasetSheet, painterOf } from './dataset-sheet';

/** A piece of a dataset that one worker makes at a time. */
export interface ShardTask {
  config: DatasetConfig;
  split: Split;
  first: number;
  count: number;
}

export interface MadeShard {
  /** The encoded shard. */
  bytes: Uint8Array;
  /** CIE LAB statistics of its images. */
  lab: { mean: number[]; std: number[] };
  /** LAB of the border pixels of every `borderStride`-th image, `[images][border, 3]`. */
  borders: Float32Array[];
  /** Objects of scenes in all, and those of them that no pixel shows; absent where there are no scenes. */
  scene?: { objects: number; unseen: number };
  classes: readonly string[];
  truths: readonly ImageTruth[];
  /** The contact sheet, PNG; of the first training shard alone. */
  sheet?: Uint8Array;
}

/** The shards of a dataset in order. */
export function shardTasks(config: DatasetConfig): ShardTask[] {
  return (['train', 'validation', 'test'] as const).flatMap((split) => {
    const images = config.counts[split];
    return Array.from({ length: Math.ceil(images / SHARD_LIMIT) }, (_, at) => {
      const first = at * SHARD_LIMIT;
      return { config, split, first, count: Math.min(SHARD_LIMIT, images - first) };
    });
  });
}

/** Values that the border diagnostic looks at: more images when they are small, and 1,000 held-out ones. */
const BORDER_VALUES = 850_000;
const HELD_OUT = 1000;

/** The diagnostic takes every so-manyth image of a split, so that all parts of it are seen. */
export function borderStride(
  { counts, resolution }: Pick<DatasetConfig, 'counts' | 'resolution'>,
  split: Split,
): number {
  if (split !== 'train') return Math.ceil((counts.validation + counts.test) / HELD_OUT);
  return Math.ceil((counts.train * borderPixels(resolution).length) / BORDER_VALUES);
}

/** Makes shards of a source: what a worker does. A dataset stays open from task to task. */
export function shardMaker(
  source: ImageSource,
  opened = openedOnce(source),
): (task: ShardTask) => Promise<MadeShard> {
  return async ({ config, split, first, count }) => {
    const open = await opened(config);
    const shard = await open.images(split, first, count);
    const truths = open.truths ?? IMAGE_TRUTHS.filter((kind) => shard[kind] !== undefined);
    checkShard(config, open, truths, shard);
    const { pixels, scene } = shard;
    const isFirst = split === 'train' && first === 0;
    return {
      // A copy of its own: the encoder's buffer is larger than the shard.
      bytes: new Uint8Array(encodeShard(shard)),
      lab: labStatistics([pixels]),
      borders: bordersOf(pixels, first, count, config.resolution, borderStride(config, split)),
      ...(scene && { scene: { objects: scene.objects * count, unseen: unseenObjects(shard) } }),
      ...{ classes: open.classes, truths },
      ...(isFirst && { sheet: datasetSheet(painterOf(open, truths.includes('label')), shard) }),
    };
  };
}

/** The contact sheet of a dataset, PNG, of no more images than it shows. */
export async function drawSheet(source: ImageSource, config: DatasetConfig): Promise<Uint8Array> {
  const opened = openedOnce(source);
  const open = await opened(config);
  const hasLabels = open.truths?.includes('label') ?? true;
  const { images } = painterOf(open, hasLabels);
  const count = Math.min(images, config.counts.train);
  return (await shardMaker(source, opened)({ config, split: 'train', first: 0, count })).sheet!;
}

function openedOnce(source: ImageSource): (config: DatasetConfig) => Promise<OpenSource> {
  let latest: { key: string; open: Promise<OpenSource> } | undefined;
  return (config) => {
    const key = JSON.stringify(config);
    if (latest?.key === key) return latest.open;
    const place = { root: process.cwd(), environment: process.env };
    const open = Promise.resolve(source.open(config, place));
    latest = { key, open };
    return open;
  };
}

/** Labels are bytes. */
const MOST_CLASSES = 256;

/** What a source promises; throws a UserError that names the dataset where it does not keep it. */
function checkShard(
  { dataset, source, resolution }: DatasetConfig,
  { classes }: OpenSource,
  truths: readonly ImageTruth[],
  shard: ImageShard,
): void {
  const where = `${dataset} › source ${source.name}`;
  if (classes.length > MOST_CLASSES) {
    throw userError(where, 'too many classes', {
      got: classes.length,
      expected: `at most ${MOST_CLASSES}`,
    });
  }
  if (shard.resolution !== resolution) {
    throw userError(where, 'images of another size', {
      got: shard.resolution,
      expected: `${resolution} pixels per side`,
    });
  }
  const absent = truths.find((kind) => shard[kind] === undefined);
  if (absent !== undefined) throw userError(where, `its images have no ${absent}`);
  const wrong = shard.label?.find((label) => label >= classes.length);
  if (wrong === undefined) return;
  throw userError(where, 'a label without a class', {
    got: wrong,
    expected: `0 to ${classes.length - 1}, because there are ${classes.length} classes`,
  });
}

/** Objects hidden by others, or out of the picture, in all. */
function unseenObjects({ scene, count }: ImageShard): number {
  const { objects, instance } = scene!;
  const area = instance.length / count;
  const shown = new Uint8Array(count * (objects + 1));
  instance.forEach((k, pixel) => (shown[Math.floor(pixel / area) * (objects + 1) + k] = 1));
  return shown.filter((one, at) => one === 0 && at % (objects + 1) !== 0).length;
}

function bordersOf(
  pixels: Uint8Array,
  first: number,
  count: number,
  size: number,
  stride: number,
): Float32Array[] {
  const read = labReader({ mean: [0, 0, 0], std: [1, 1, 1] });
  const places = borderPixels(size);
  const area = size * size;
  const lab = new Float32Array(area * 3);
  const borders: Float32Array[] = [];
  for (let at = (stride - (first % stride)) % stride; at < count; at += stride) {
    read(pixels, at * area, area, lab, 0);
    const border = new Float32Array(places.length * 3);
    places.forEach((place, k) => border.set(lab.subarray(place * 3, place * 3 + 3), k * 3));
    borders.push(border);
  }
  return borders;
}
