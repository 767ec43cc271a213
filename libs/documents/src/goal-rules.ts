import { isObject } from './json-schema';
import type { JsonObject } from './json';
import { problem } from './problem';
import type { Pipeline } from './resolved-pipeline';

/** Designs from which no spread, or not that of the goal, can be read. `body` is the document without what it extends. */
export function goalProblems(
  path: string,
  {
    goal,
    seeds,
    inversion,
    claims,
    datasets,
  }: Pick<Pipeline, 'goal' | 'seeds' | 'inversion' | 'claims' | 'datasets'>,
  body: JsonObject,
): string[] {
  if (goal === null) return [];
  if (goal.claims) {
    return [
      ...(claims.length > 0
        ? []
        : problem(path, ['goal', 'claims'], 'the document has no claims', {
            got: true,
            expected: 'in a pipeline with "claims", or a "width"',
          })),
      ...['width', 'verdict'].flatMap((key) =>
        isObject(body['goal']) && key in body['goal']
          ? problem(path, ['goal', key], 'claims are the goal', {
              got: body['goal'][key]!,
              expected: 'either "width" (and "verdict") or "claims"',
            })
          : [],
      ),
      ...(datasets.length > 0 ? seedProblems(path, seeds) : []),
    ];
  }
  return [
    ...seedProblems(path, seeds),
    ...(inversion === 'isotonic'
      ? []
      : problem(path, ['inversion'], 'its intervals are not those of the goal', {
          got: inversion,
          expected: 'isotonic in a pipeline with a goal',
        })),
  ];
}

const seedProblems = (path: string, seeds: readonly number[]): string[] =>
  seeds.length >= 2
    ? []
    : problem(path, ['seeds'], 'too few for a goal, because one run shows no spread', {
        got: seeds.length,
        expected: 'at least 2',
      });
