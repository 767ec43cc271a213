import { problem } from './problem';
import type { Registries, Registry } from './registry';
import type { Pipeline } from './resolved-pipeline';

/** The metric that the curves of a task are made of, where it is not the main metric of the task; undefined where it is. */
export function metricOfTask(
  { metric }: Pick<Pipeline, 'metric'>,
  task: string,
  tasks: Registry,
): 'balancedAccuracy' | undefined {
  if (metric === 'accuracy') return undefined;
  return Object.hasOwn(tasks[task]?.metrics ?? {}, metric) ? metric : undefined;
}

/** A metric that no task of the pipeline, or of what it includes, has. */
export function metricProblems(
  path: string,
  pipeline: Pipeline,
  { tasks }: Pick<Registries, 'tasks'>,
): string[] {
  const { metric } = pipeline;
  const names = [...new Set(tasksOf(pipeline))];
  const isKnown = names.some((task) => metricOfTask({ metric }, task, tasks) !== undefined);
  if (metric === 'accuracy' || isKnown) return [];
  const known = Object.keys(tasks).filter((task) => metricOfTask({ metric }, task, tasks));
  return problem(path, ['metric'], 'no task here has it', {
    got: metric,
    expected: `a task with it: ${known.join(', ')}`,
    ...(pipeline.scores !== null && {
      advice: 'Scores of other programs name their own: "scores": { "file": …, "metric": … }.',
    }),
  });
}

const tasksOf = ({ tasks, includes }: Pipeline): string[] => [
  ...tasks.map(({ name }) => name),
  ...includes.flatMap(tasksOf),
];
