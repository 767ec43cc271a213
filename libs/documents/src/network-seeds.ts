import { networkOf } from './extra-seeds';
import type { Pipeline } from './resolved-pipeline';

/** Seed of a run → seed of the pretrained network that it starts from, for the seeds of the design and for those of `added` runs. */
export const networkSeeds = (
  pipeline: Pick<Pipeline, 'seeds' | 'pretrainingSeeds'>,
  added: readonly { seed: number }[] = [],
): Record<number, number> =>
  Object.fromEntries(
    [...pipeline.seeds, ...added.map(({ seed }) => seed)].map((seed) => [
      seed,
      networkOf(pipeline, seed),
    ]),
  );
