import { problem } from './problem';
import type { Pipeline } from './resolved-pipeline';

/** Designs from which no spread, or not that of the goal, can be read. */
export function goalProblems(
  path: string,
  { goal, seeds, inversion }: Pick<Pipeline, 'goal' | 'seeds' | 'inversion'>,
): string[] {
  if (goal === null) return [];
  return [
    ...(seeds.length >= 2
      ? []
      : problem(path, ['seeds'], 'too few for a goal, because one run shows no spread', {
          got: seeds.length,
          expected: 'at least 2',
        })),
    ...(inversion === 'isotonic'
      ? []
      : problem(path, ['inversion'], 'its intervals are not those of the goal', {
          got: inversion,
          expected: 'isotonic in a pipeline with a goal',
        })),
  ];
}
