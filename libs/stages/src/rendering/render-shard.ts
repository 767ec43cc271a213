import { SHARD_LIMIT, encodeShard } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import type { Renderer, SceneTruth } from '@nhat/render';
import { borderPixels, createRenderer, renderRange } from '@nhat/render';
import type { RenderConfig } from '@nhat/documents';
import { labReader, labStatistics } from '@nhat/augment';

/** A piece of a dataset that one worker renders at a time. */
export interface ShardTask {
  config: RenderConfig;
  split: Split;
  first: number;
  count: number;
}

export interface RenderedShard {
  /** The encoded shard. */
  bytes: Uint8Array;
  /** CIE LAB statistics of its images. */
  lab: { mean: number[]; std: number[] };
  /** Lightness of the border pixels of every `borderStride`-th image, `[images][border]`. */
  borders: Float32Array[];
  /** Objects of scenes that no pixel shows. */
  unseen: number;
}

/** The shards of a dataset in order. */
export function shardTasks(config: RenderConfig): ShardTask[] {
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

/** The diagnostic takes every so-manyth image of a split, so that all buckets have a part in it. */
export function borderStride({ counts, resolution }: RenderConfig, split: Split): number {
  if (split !== 'train') return Math.ceil((counts.validation + counts.test) / HELD_OUT);
  return Math.ceil((counts.train * borderPixels(resolution).length) / BORDER_VALUES);
}

let latest: { key: string; renderer: Renderer } | undefined;

/** The renderer of a dataset with its models and textures, kept from task to task. */
function rendererOf(config: RenderConfig): Renderer {
  const key = JSON.stringify(config);
  if (latest?.key !== key) latest = { key, renderer: createRenderer(config) };
  return latest.renderer;
}

/** Renders one shard: what a worker does. */
export function renderShard({ config, split, first, count }: ShardTask): RenderedShard {
  const range = renderRange(rendererOf(config), config, split, first, count);
  return {
    // A copy of its own: the encoder's buffer is larger than the shard.
    bytes: new Uint8Array(encodeShard(range)),
    lab: labStatistics([range.pixels]),
    unseen: range.scene ? unseenObjects(range.scene, count) : 0,
    borders: bordersOf(range.pixels, first, count, config.resolution, borderStride(config, split)),
  };
}

/** Objects hidden by others, or out of the picture, in all. */
function unseenObjects({ objects, instance }: SceneTruth, count: number): number {
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
    borders.push(Float32Array.from(places, (place) => lab[place * 3]!));
  }
  return borders;
}
