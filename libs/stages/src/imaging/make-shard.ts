import { SHARD_LIMIT, encodeShard } from '@nhat/artifacts';
import type { ImageShard, Split } from '@nhat/artifacts';
import { IMAGE_TRUTHS, userError } from '@nhat/documents';
import type { DatasetConfig, ImageCounts, ImageTruth, Json, JsonObject } from '@nhat/documents';
import { FaultyFiles } from '@nhat/sources/source';
import type { FileFault, ImageSource, OpenSource, SourceShard } from '@nhat/sources/source';
import { labReader, labStatistics } from '@nhat/augment';
import { borderPixels } from './border-pixels';
import { datasetSheet, painterOf } from './dataset-sheet';

/** A piece of a dataset that one worker makes at a time. */
export interface ShardTask {
  config: CountedConfig;
  split: Split;
  first: number;
  count: number;
  /** True for training images that have no truth. */
  unlabelled?: true;
  /** What the process that made the tasks found out of the dataset. */
  shared?: Json;
}

/** A shard of which some files gave no image. */
export interface FaultyShard {
  faults: FileFault[];
}

/** A dataset whose images were counted. */
export type CountedConfig = DatasetConfig & { counts: ImageCounts };

export interface MadeShard {
  /** What the source notes of each image. */
  facts?: readonly JsonObject[];
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

/** The shards of a dataset in order. Training images without truth have shards of their own, after the others. */
export function shardTasks(
  config: CountedConfig,
  { labelled = config.counts.train, shared }: Pick<OpenSource, 'labelled' | 'shared'> = {},
): ShardTask[] {
  const { train, validation, test } = config.counts;
  const all = { config, ...(shared !== undefined && { shared }) };
  return [
    ...pieces({ ...all, split: 'train' }, 0, labelled),
    ...pieces({ ...all, split: 'train', unlabelled: true }, labelled, train),
    ...pieces({ ...all, split: 'validation' }, 0, validation),
    ...pieces({ ...all, split: 'test' }, 0, test),
  ];
}

/** Tasks for the images from `first` to before `end` of a split. */
const pieces = (
  task: Omit<ShardTask, 'first' | 'count'>,
  first: number,
  end: number,
): ShardTask[] =>
  Array.from({ length: Math.ceil((end - first) / SHARD_LIMIT) }, (_, at) => {
    const from = first + at * SHARD_LIMIT;
    return { ...task, first: from, count: Math.min(SHARD_LIMIT, end - from) };
  });

/** Values that the border diagnostic looks at: more images when they are small, and 1,000 held-out ones. */
const BORDER_VALUES = 850_000;
const HELD_OUT = 1000;

/** The diagnostic takes every so-manyth image of a split, so that all parts of it are seen. */
export function borderStride(
  { counts, resolution }: Pick<CountedConfig, 'counts' | 'resolution'>,
  split: Split,
): number {
  if (split !== 'train') return Math.ceil((counts.validation + counts.test) / HELD_OUT);
  return Math.ceil((counts.train * borderPixels(resolution).length) / BORDER_VALUES);
}

/** Makes shards of a source: what a worker does. A dataset stays open from task to task. */
export function shardMaker(
  source: ImageSource,
  opened = openedOnce(source),
): (task: ShardTask) => Promise<MadeShard | FaultyShard> {
  return async ({ config, split, first, count, unlabelled, shared }) => {
    const open = await opened(config, shared);
    const made = await imagesOrFaults(open, split, first, count);
    if ('faults' in made) return made;
    const { facts, ...shard } = made;
    const truths = open.truths ?? IMAGE_TRUTHS.filter((kind) => shard[kind] !== undefined);
    checkShard(config, open, unlabelled ? [] : truths, shard);
    const { pixels, scene } = shard;
    const isFirst = split === 'train' && first === 0 && !open.hidesSamples;
    return {
      ...(facts && { facts }),
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
  const counted = { ...config, counts: config.counts ?? open.counts! };
  const hasLabels = open.truths?.includes('label') ?? true;
  const { images } = painterOf(open, hasLabels);
  const count = Math.min(images, open.labelled ?? counted.counts.train);
  const task: ShardTask = { config: counted, split: 'train', first: 0, count };
  const made = await shardMaker(source, () => Promise.resolve({ ...open, hidesSamples: false }))(
    task,
  );
  if ('faults' in made) throw faultyFiles(config, made.faults);
  return made.sheet!;
}

/** Opens a dataset unless it is the one that was opened last. */
export function openedOnce(
  source: ImageSource,
): (config: DatasetConfig, shared?: Json) => Promise<OpenSource> {
  let latest: { key: string; open: Promise<OpenSource> } | undefined;
  return (config, shared) => {
    const key = JSON.stringify([config, shared]);
    if (latest?.key === key) return latest.open;
    const place = { root: process.cwd(), environment: process.env };
    const open = Promise.resolve(source.open(config, place, shared));
    latest = { key, open };
    return open;
  };
}

async function imagesOrFaults(
  open: OpenSource,
  split: Split,
  first: number,
  count: number,
): Promise<SourceShard | FaultyShard> {
  try {
    return await open.images(split, first, count);
  } catch (error) {
    // As a value, because errors lose their fields on the way from a worker.
    if (error instanceof FaultyFiles) return { faults: error.faults };
    throw error;
  }
}

/** So many files are named in a message. */
const NAMED_FILES = 20;

/** The error for files that give no image. */
export function faultyFiles(
  { dataset }: Pick<DatasetConfig, 'dataset'>,
  faults: readonly FileFault[],
): Error {
  const lines = faults.slice(0, NAMED_FILES).map(({ file, what }) => `  ${file}: ${what}`);
  const more = faults.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more`);
  const what = `${faults.length} ${faults.length === 1 ? 'file gives' : 'files give'} no image`;
  return userError(dataset, what, {
    advice: `Repair or remove them, or write "skipUnreadable": true into the source of the dataset.\n${lines.join('\n')}`,
  });
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

/** LAB of the border of every so-manyth of `count` images, `first` being the place of the first of them in its split. */
export function bordersOf(
  pixels: Uint8Array,
  first: number,
  count: number,
  size: number,
  stride: number,
): Float32Array[] {
  const read = labReader({ mean: [0, 0, 0], std: [1, 1, 1] });
  const places = borderPixels(size);
  const area = size * size;
  const borders: Float32Array[] = [];
  for (let at = (stride - (first % stride)) % stride; at < count; at += stride) {
    const border = new Float32Array(places.length * 3);
    places.forEach((place, k) => read(pixels, at * area + place, 1, border, k * 3));
    borders.push(border);
  }
  return borders;
}
