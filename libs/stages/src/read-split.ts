import { decodeShard } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import type { RenderConfig } from '@nhat/spec';
import type { Truth } from '@nhat/tasks';
import type { ImageSet, Normalisation } from '@nhat/views';
import type { StageRun, Upstream } from './stage';
import { upstreamOf } from './upstream-of';

/** The images of one split and what is known of each: `[count]`, maps `[count, size, size]`. */
export interface SplitImages {
  images: ImageSet;
  truth: Partial<Record<Truth, Uint8Array>>;
}

/** Reads a split of the rendered dataset upstream, shard by shard, with the truth that is wanted. */
export async function readSplit(
  run: StageRun<unknown>,
  split: Split,
  wanted: readonly Truth[],
): Promise<SplitImages> {
  const render = upstreamOf(run, 'render');
  const { counts, resolution: size } = render.config as unknown as RenderConfig;
  const count = counts[split];
  const area = size * size;
  const pixels = new Uint8Array(count * area * 3);
  const per = { label: 1, pose: 1, mask: area, depth: area };
  const truth = Object.fromEntries(wanted.map((kind) => [kind, new Uint8Array(count * per[kind])]));
  let filled = 0;
  for (const name of shardNames(render, split)) {
    const shard = decodeShard(await run.readBlob(render.outputs.blobs[name]!));
    if (shard.first !== filled) throw new Error(`${render.node}: ${name} is out of order`);
    pixels.set(shard.pixels, filled * area * 3);
    for (const kind of wanted) truth[kind]!.set(shard[kind], filled * per[kind]);
    filled += shard.count;
  }
  if (filled !== count) {
    throw new Error(`${render.node}: ${filled} ${split} images; expected ${count}`);
  }
  return { images: { count, size, pixels }, truth };
}

/** Mean and standard deviation of the dataset's training images in LAB. */
export const normalisationOf = (run: StageRun<unknown>): Normalisation =>
  upstreamOf(run, 'render').outputs.scores['lab'] as unknown as Normalisation;

const shardNames = (render: Upstream, split: Split): string[] =>
  Object.keys(render.outputs.blobs)
    .filter((name) => name.startsWith(`${split}-`))
    .sort();
