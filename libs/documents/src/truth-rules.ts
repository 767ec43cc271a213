import type { Pipeline } from './resolved-pipeline';
import { problem } from './problem';
import type { DatasetProblem } from './dataset-problem';
import type { Registries } from './registry';
import { hasTruth } from './source';
import type { ImageTruth } from './source';

type Data = Pipeline['datasets'][number];

/** A line for each task and dataset that do not go together, because its images lack the truth that the task learns. */
export const truthProblems = (
  path: string,
  { tasks, datasets }: Pipeline,
  registries: Registries,
): string[] =>
  tasks.flatMap(({ name }, i) =>
    datasets.flatMap((data) => {
      const { truth } = registries.tasks[name]!;
      if (truth === undefined || hasTruth(registries.sources, data, truth)) return [];
      const { what, ...details } = reason(truth, data, registries);
      return problem(path, ['tasks', i], `${name} on ${data.dataset}: ${what}`, details);
    }),
  );

function reason(
  truth: ImageTruth,
  data: Data,
  { sources, tasks }: Registries,
): DatasetProblem & { advice?: string } {
  const { source } = data;
  const { lacks, truths } = sources[source.name]!;
  const own = lacks?.(truth, source);
  if (own !== undefined) return own;
  const fitting = Object.keys(tasks).filter((name) => {
    const needed = tasks[name]!.truth;
    return needed !== undefined && hasTruth(sources, data, needed);
  });
  return {
    what: `its images, of the source ${source.name}, have no ${truth}`,
    got: [...truths(source)],
    expected: `a dataset with ${truth}`,
    ...(fitting.length > 0 && { advice: `Tasks that it can teach: ${fitting.join(', ')}.` }),
  };
}
