import type { Pipeline } from './resolved-pipeline';

/**
 * Seed of a run → seed of the pretrained network that it starts from. With `"seeds"` both are the same, and with k networks the
 * i-th seed takes network i mod k, so that more seeds, or seeds behind the old ones, keep every old run.
 */
export const networkSeeds = ({
  seeds,
  pretrainingSeeds,
}: Pick<Pipeline, 'seeds' | 'pretrainingSeeds'>): Record<number, number> =>
  Object.fromEntries(
    seeds.map((seed, index) => [
      seed,
      pretrainingSeeds === 'seeds' ? seed : index % pretrainingSeeds,
    ]),
  );
