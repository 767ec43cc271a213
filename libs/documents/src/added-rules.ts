import { ADDED_KEYS, SCRATCH, addedSchema, sortedAdded } from './added-runs';
import type { AddedRun } from './added-runs';
import type { JsonObject } from './json';
import { armNames, backboneNames } from './names-of-cells';
import { problem } from './problem';
import type { Registries } from './registry';
import type { Pipeline } from './resolved-pipeline';
import { documentPath, unknownName } from './schema-problem';
import { throwProblems, validate } from './validate';

/**
 * The additions to a pipeline, sorted. Throws a UserError that names each entry which the pipeline has no place for; `body` is
 * undefined where nothing was added.
 */
export function resolveAdded(
  path: string,
  body: JsonObject | undefined,
  pipeline: Pipeline,
  registries: Registries,
): AddedRun[] {
  if (body === undefined) return [];
  validate(addedSchema, path, body);
  const runs = body['added'] as unknown as AddedRun[];
  throwProblems(runs.flatMap((run, at) => problemsOf(path, run, at, pipeline, registries)));
  const seen = new Set<string>();
  throwProblems(
    runs.flatMap((run, at) => {
      const cell = JSON.stringify(ADDED_KEYS.slice(1).map((key) => run[key]));
      if (!seen.has(cell)) {
        seen.add(cell);
        return [];
      }
      const what = 'the same training a second time';
      return problem(path, ['added', at], what, { got: run, expected: 'each once' });
    }),
  );
  return sortedAdded(runs);
}

function problemsOf(
  path: string,
  run: AddedRun,
  at: number,
  pipeline: Pipeline,
  registries: Registries,
): string[] {
  const place = (key: string) => documentPath(path, ['added', at, key]);
  const named = (key: 'dataset' | 'backbone' | 'task', known: readonly string[]) =>
    known.includes(run[key]) ? [] : [unknownName(place(key), run[key], known)];
  const data = pipeline.datasets.find(({ dataset }) => dataset === run.dataset);
  const labels = backboneNames(pipeline.backbones);
  const backbone = pipeline.backbones[labels.indexOf(run.backbone)];
  const unknown = [
    ...named(
      'dataset',
      pipeline.datasets.map(({ dataset }) => dataset),
    ),
    ...named('backbone', labels),
    ...named(
      'task',
      pipeline.tasks.map(({ name }) => name),
    ),
  ];
  if (data === undefined || backbone === undefined) return unknown;
  const arms = [SCRATCH, ...armNames(pipeline, backbone, registries.evaluations)];
  if (!arms.includes(run.arm)) return [...unknown, unknownName(place('arm'), run.arm, arms)];
  return [...unknown, ...labelProblems(path, run, at, pipeline)];
}

function labelProblems(
  path: string,
  { dataset, arm, n }: AddedRun,
  at: number,
  pipeline: Pipeline,
): string[] {
  const advice = 'Remove the entry, or delete the file for the pipeline as designed.';
  const { counts } = pipeline.datasets.find((data) => data.dataset === dataset)!;
  if (counts !== null && n > counts.train) {
    const what = `more labels than dataset ${dataset} has training images`;
    return problem(path, ['added', at, 'n'], what, {
      got: n,
      expected: `at most ${counts.train}`,
      advice,
    });
  }
  const { finetune } = pipeline.ownBudgets.get(dataset) ?? pipeline.budgets;
  if (arm === SCRATCH || finetune.includes(n)) return [];
  return problem(path, ['added', at, 'n'], 'not a budget of finetuning', {
    ...{ got: n, expected: `one of ${finetune.join(', ')}`, advice },
  });
}
