import { encodeShard } from '@nhat/artifacts';
import type { ImageShard } from '@nhat/artifacts';
import type { PretrainConfig } from '@nhat/documents';
import { copiedPixels } from '@nhat/augment';
import { gathered } from '@nhat/evaluations/labelled-images';
import { blobInMemory } from '@nhat/runner/blob-in-memory';
import type { Stage, Upstream } from '@nhat/runner/stage';
import type { TruthKind } from '@nhat/tasks';
import { pretrain } from './pretrain';
import { drawnLabels } from './training/label-draw';
import { imagesOf, readSplit } from './training/read-split';
import type { SplitSource } from './training/read-split';

/** The truths of shards that tasks learn. */
const KINDS: readonly TruthKind[] = ['label', 'pose', 'mask', 'depth'];

/** What the shard of the labelled images is called in place of its digest; no blob has such a name. */
const LABELLED = 'labelled';

/**
 * Pretraining on the n labelled images of a draw alone: the pretraining of all other runs, on a dataset whose training images are these.
 * The mean colours by which images are normalised stay those of the whole dataset, as in every other arm.
 */
export const pretrainLabelled =
  (parts: Parameters<typeof pretrain>[0]): Stage<PretrainConfig> =>
  async (run) => {
    const { labelled, ...config } = run.config;
    if (labelled === undefined) throw new Error(`${config.dataset}: no draw of labelled images`);
    const shard = encodeShard(await labelledShard(run, labelled));
    const upstream = run.upstream.map((one) =>
      one.role === 'images' ? restricted(one, labelled.n) : one,
    );
    const readBlob = (digest: string) =>
      digest === LABELLED ? Promise.resolve(shard) : run.readBlob(digest);
    const openBlob = (digest: string) =>
      digest === LABELLED ? Promise.resolve(blobInMemory(shard)) : run.openBlob(digest);
    return pretrain(parts)({ ...run, config, upstream, readBlob, openBlob });
  };

async function labelledShard(
  run: SplitSource,
  config: NonNullable<PretrainConfig['labelled']>,
): Promise<ImageShard> {
  const { truths, resolution } = imagesOf(run);
  const kinds = KINDS.filter((kind) => truths.includes(kind));
  const { rows } = await drawnLabels({ ...run, config }, kinds[0]!);
  const { images, truth } = await readSplit(run, 'train', kinds);
  return {
    ...{ split: 'train', first: 0, count: rows.length, resolution },
    pixels: copiedPixels(images, rows),
    ...Object.fromEntries(
      kinds.map((kind) => [kind, gathered(truth[kind]!, rows, truth[kind]!.length / images.count)]),
    ),
  };
}

/** The node of the images as if its training images were the n labelled ones. */
function restricted(images: Upstream, n: number): Upstream {
  const { counts } = imagesOf({ upstream: [images] });
  const { blobs, scores } = images.outputs;
  const others = Object.entries(blobs).filter(([name]) => !name.startsWith('train-'));
  return {
    ...images,
    outputs: {
      blobs: { ...Object.fromEntries(others), 'train-000': LABELLED },
      scores: { ...scores, counts: { ...counts, train: n }, labelled: n },
    },
  };
}
