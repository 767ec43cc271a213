import { isOnLabelled } from './choice';
import { networkOf } from './extra-seeds';
import type { JsonObject } from './json';
import { stableJson } from './canonical';
import { problem } from './problem';
import type { Registries } from './registry';
import type { Pipeline } from './resolved-pipeline';
import { splitCount, splitOfSeed } from './splits';
import { membersOf } from './study';

/**
 * What is wrong with the seeds of a pipeline, and of all that it includes, where a dataset has several choices of test images. No two
 * seeds may have the same one, because intervals count seeds with test images of their own as independent; and a pretrained network must
 * have the split of each run that starts from it, because it has learned from the test images of the others.
 */
export function splitProblems(path: string, pipeline: Pipeline, registries: Registries): string[] {
  const { sources } = registries;
  const seedsOf = new Map<string, { name: string; splits: number; seeds: Set<number> }>();
  const problems: string[] = [];
  for (const member of membersOf(pipeline)) {
    for (const data of member.datasets) {
      const splits = splitCount(data, sources);
      if (splits === 1) continue;
      const key = stableJson(data as unknown as JsonObject);
      const found = seedsOf.get(key) ?? { name: data.dataset, splits, seeds: new Set() };
      seedsOf.set(key, found);
      const added = member.added.filter(({ dataset }) => dataset === data.dataset);
      for (const seed of [...member.seeds, ...added.map((run) => run.seed)]) found.seeds.add(seed);
      if (member === pipeline) problems.push(...networkProblems(path, pipeline, data, registries));
    }
  }
  for (const { name, splits, seeds } of seedsOf.values()) {
    if (new Set([...seeds].map((seed) => seed % splits)).size === seeds.size) continue;
    problems.push(
      ...problem(path, ['seeds'], `seeds with the same test images of dataset ${name}`, {
        got: [...seeds].sort((a, b) => a - b),
        expected: `${splits} seeds at most that differ modulo ${splits}, because the dataset has "splits": ${splits}`,
        advice:
          'Intervals count seeds as independent where each has test images of its own. Write as many "splits" into the source of the dataset as there are seeds, or fewer seeds.',
      }),
    );
  }
  return problems;
}

function networkProblems(
  path: string,
  pipeline: Pipeline,
  data: Pipeline['datasets'][number],
  { sources }: Registries,
): string[] {
  const shares = pipeline.backbones.some(({ methods }) =>
    methods.some((method) => method.pretraining !== null && !isOnLabelled(method)),
  );
  const splitOf = (seed: number) => splitOfSeed(data, seed, sources);
  const isApart = (seed: number) => splitOf(networkOf(pipeline, seed)) !== splitOf(seed);
  if (!shares || !pipeline.seeds.some(isApart)) return [];
  return problem(
    path,
    ['pretrainingSeeds'],
    `networks of dataset ${data.dataset} that would be tested on images that they have seen`,
    {
      got: pipeline.pretrainingSeeds,
      expected: '"seeds", because each split has test images of its own',
    },
  );
}
