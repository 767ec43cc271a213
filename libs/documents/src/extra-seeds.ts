import type { Pipeline } from './resolved-pipeline';

type Seeds = Pick<Pipeline, 'seeds' | 'pretrainingSeeds'>;

/** The first seed that is none of `used`: those of the design in their order, then the smallest other whole numbers. */
export function nextSeed({ seeds }: Pick<Pipeline, 'seeds'>, used: readonly number[]): number {
  const designed = seeds.find((seed) => !used.includes(seed));
  if (designed !== undefined) return designed;
  let seed = 0;
  while (seeds.includes(seed) || used.includes(seed)) seed++;
  return seed;
}

/** Whether every seed of the design has a pretrained network of its own, so that another seed brings one, too. */
export const hasOwnNetworks = ({ seeds, pretrainingSeeds }: Seeds): boolean =>
  pretrainingSeeds === 'seeds' || (seeds.length > 1 && pretrainingSeeds === seeds.length);

/**
 * The seed of the pretrained network that a run of this seed starts from, in the design or outside it. With `"seeds"` both are
 * the same; with k networks the i-th seed takes network i, or i mod k where k networks serve more seeds. So more seeds, or seeds
 * behind the old ones, keep every old run. Seeds outside the design follow those of the design in ascending order.
 */
export function networkOf(pipeline: Seeds, seed: number): number {
  const { seeds, pretrainingSeeds } = pipeline;
  if (pretrainingSeeds === 'seeds') return seed;
  const smaller = seeds.filter((other) => other < seed).length;
  const index = seeds.includes(seed) ? seeds.indexOf(seed) : seeds.length + seed - smaller;
  return hasOwnNetworks(pipeline) ? index : index % pretrainingSeeds;
}
