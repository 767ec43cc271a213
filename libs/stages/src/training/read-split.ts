import type { Split } from '@nhat/artifacts';
import { imageScores } from '@nhat/outputs';
import type { ImageScores } from '@nhat/outputs';
import { userError } from '@nhat/documents';
import type { TruthKind } from '@nhat/tasks';
import type { ImageSet, Normalisation } from '@nhat/augment';
import type { StageRun, Upstream } from '@nhat/runner/stage';
import { upstreamOf } from '@nhat/runner/upstream-of';
import { storedPixels } from './stored-pixels';

/** The images of one split and their ground truth: `[count]`, maps `[count, size, size]`. */
export interface SplitImages {
  images: ImageSet;
  truth: Partial<Record<TruthKind, Uint8Array>>;
}

/** What a split is read from. */
export type SplitSource = Pick<StageRun<unknown>, 'upstream' | 'readBlob' | 'openBlob'>;

/**
 * Reads a split of the upstream dataset shard by shard, with the requested kinds of ground truth. Scenes of several objects
 * have neither label nor pose; these are left out. Where truth is asked for, training images that have none are left out, too.
 */
export async function readSplit(
  run: SplitSource,
  split: Split,
  wanted: readonly TruthKind[],
): Promise<SplitImages> {
  const source = upstreamOf(run, 'images');
  const { counts, labelled, truths, resolution: size } = imagesOf(run);
  const kinds = [...new Set(wanted)];
  const missing = kinds.find((kind) => !truths.includes(kind));
  if (missing !== undefined) throw noSuchTruth(source.node, missing, truths);
  const count = split === 'train' && kinds.length > 0 ? labelled : counts[split];
  const area = size * size;
  const { add, pixels } = storedPixels(run, { count, perImage: area * 3 });
  const per = { label: 1, pose: 1, mask: area, depth: area };
  const truth = Object.fromEntries(kinds.map((kind) => [kind, new Uint8Array(count * per[kind])]));
  let filled = 0;
  for (const name of shardNames(source, split)) {
    if (filled === count) break;
    const shard = await add(source.outputs.blobs[name]!);
    if (shard.first !== filled) throw new Error(`${source.node}: ${name} is out of order`);
    for (const kind of kinds) {
      const known = shard[kind];
      if (known === undefined) throw noSuchTruth(`${source.node} › ${name}`, kind, truths);
      truth[kind]!.set(known, filled * per[kind]);
    }
    filled += shard.count;
  }
  if (filled !== count) {
    throw new Error(`${source.node}: ${filled} ${split} images; expected ${count}`);
  }
  return { images: { count, size, pixels }, truth };
}

const noSuchTruth = (where: string, kind: TruthKind, truths: readonly string[]) =>
  userError(where, `its images have no ${kind}`, {
    got: truths,
    expected: `truths with ${kind}`,
    advice: 'Ask for a task whose truth they have.',
  });

/** TruthKind that every image has: a value for each pixel. */
const MAPS: readonly TruthKind[] = ['mask', 'depth'];

export const isMap = (truth: TruthKind): boolean => MAPS.includes(truth);

/** Mean and standard deviation of the dataset's training images in LAB. */
export const normalisationOf = (run: Pick<StageRun<unknown>, 'upstream'>): Normalisation =>
  imagesOf(run).lab as Normalisation;

/** The scores of the stage that made the images. */
export function imagesOf(run: Pick<StageRun<unknown>, 'upstream'>): ImageScores {
  const { node, outputs } = upstreamOf(run, 'images');
  return imageScores(node, outputs.scores);
}

const shardNames = ({ outputs }: Upstream, split: Split): string[] =>
  Object.keys(outputs.blobs)
    .filter((name) => name.startsWith(`${split}-`))
    .sort();
