import type { JsonObject } from './node-config';
import type { Choice, Pipeline } from './pipeline';
import type { Registries, Registry } from './registry';
import { documentPath, unknownName } from './schema-problem';
import { userError } from './user-error';
import { throwProblems } from './validate';

type Keys = (string | number)[];

/** What holds inside one document, before it is merged with what it extends. */
export function checkBudgetOrder(path: string, body: JsonObject): void {
  throwProblems(
    budgetLists(body).flatMap(({ keys, list }) =>
      list.flatMap((n, i) => {
        const before = list[i - 1];
        if (before === undefined || n > before) return [];
        const what = n === before ? 'a budget twice' : 'not in ascending order';
        return problem(path, [...keys, i], what, { got: n, expected: `more than ${before}` });
      }),
    ),
  );
}

/** What must be there once everything that a document extends is merged in. */
export function checkComplete(path: string, body: JsonObject): void {
  const required = ['question', 'datasets', 'backbones', 'tasks', 'methods', 'budgets'];
  const budgets = Object.keys(
    (body['budgets'] as object | undefined) ?? { scratch: 0, finetune: 0 },
  );
  const lists = ['scratch', 'finetune'].filter((arm) => !budgets.includes(arm));
  throwProblems([
    ...required.filter((key) => !(key in body)).map((key) => missing(path, key)),
    ...lists.map((arm) => missing(`${path} › budgets`, arm)),
  ]);
}

const missing = (where: string, key: string): string =>
  userError(where, `key "${key}" is missing`).message;

export function checkDatasetNames(
  path: string,
  names: readonly string[],
  known: readonly string[],
): void {
  const unknown = names.flatMap((name, i) =>
    known.includes(name) ? [] : [unknownName(documentPath(path, ['datasets', i]), name, known)],
  );
  throwProblems(unknown);
}

/** What holds between the keys of a resolved pipeline. `body` is the document as written. */
export function checkPipeline(
  path: string,
  pipeline: Pipeline,
  body: JsonObject,
  registries: Registries,
): void {
  throwProblems([
    ...repeated(
      path,
      'datasets',
      pipeline.datasets.map(({ dataset }) => dataset),
    ),
    ...repeated(
      path,
      'backbones',
      pipeline.backbones.map((choice) => JSON.stringify(choice)),
    ),
    ...repeated(
      path,
      'tasks',
      pipeline.tasks.map(({ name }) => name),
    ),
    ...repeated(
      path,
      'methods',
      pipeline.methods.map(({ name }) => name),
    ),
    ...repeated(path, 'seeds', pipeline.seeds),
    ...optionProblems(path, 'backbones', pipeline.backbones, registries.backbones),
    ...optionProblems(path, 'tasks', pipeline.tasks, registries.tasks),
    ...optionProblems(path, 'methods', pipeline.methods, registries.methods),
    ...budgetProblems(path, pipeline, body),
    ...trainingProblems(path, pipeline),
  ]);
}

function budgetProblems(path: string, pipeline: Pipeline, body: JsonObject): string[] {
  const smallest = pipeline.datasets.reduce((a, b) => (b.counts.train < a.counts.train ? b : a));
  const lists = budgetLists(body).length > 0 ? budgetLists(body) : budgetLists(pipeline);
  const tooLarge = lists.flatMap(({ keys, list }) =>
    list.flatMap((n, i) => {
      const { train } = smallest.counts;
      if (n <= train) return [];
      return problem(
        path,
        [...keys, i],
        `more labels than dataset ${smallest.dataset} has training images`,
        {
          got: n,
          expected: `at most ${train}`,
          advice: 'Lower the budget or raise images.train.',
        },
      );
    }),
  );
  const rungs = pipeline.budgets.scratch;
  if (rungs.length >= 2) return tooLarge;
  const ladder = problem(path, lists[0]!.keys, 'too few budgets to read n̂ from', {
    got: rungs,
    expected: 'at least two for training from scratch',
  });
  return [...tooLarge, ...ladder];
}

function trainingProblems(
  path: string,
  { training, pretraining, seeds, ...rest }: Pipeline,
): string[] {
  const { minimum, maximum } = training.imageSteps;
  const problems: string[] = [];
  if (minimum > maximum) {
    problems.push(
      ...problem(path, ['training', 'imageSteps', 'minimum'], 'larger than the maximum', {
        got: minimum,
        expected: `at most ${maximum}`,
      }),
    );
  }
  if (rest.pretrainingSeeds > seeds.length) {
    problems.push(
      ...problem(
        path,
        ['pretrainingSeeds'],
        'more pretrained networks than seeds to finetune them',
        {
          got: rest.pretrainingSeeds,
          expected: `at most ${seeds.length}`,
        },
      ),
    );
  }
  const leastSteps = { training: Math.min(minimum, maximum), pretraining: pretraining.imageSteps };
  for (const [key, schedule] of Object.entries({ training, pretraining })) {
    const { batch, peakRate, finalRate } = schedule;
    const steps = leastSteps[key as keyof typeof leastSteps];
    if (steps < batch) {
      problems.push(
        ...problem(path, [key, 'batch'], 'less than one step', {
          got: batch,
          expected: `at most ${steps} image-steps`,
        }),
      );
    }
    if (finalRate > peakRate) {
      problems.push(
        ...problem(path, [key, 'finalRate'], 'larger than the peak', {
          got: finalRate,
          expected: `at most ${peakRate}`,
        }),
      );
    }
  }
  return problems;
}

function optionProblems(
  path: string,
  key: string,
  choices: Choice[],
  registry: Registry,
): string[] {
  return choices.flatMap(({ name, options }, i) => {
    const found = registry[name]!.check?.(options);
    if (found === undefined) return [];
    const { option, what, expected } = found;
    return problem(path, [key, i, option], what, { got: options[option], expected });
  });
}

function repeated(path: string, key: string, values: readonly (string | number)[]): string[] {
  return values.flatMap((value, i) =>
    values.indexOf(value) === i
      ? []
      : problem(path, [key, i], 'a second time', { got: value, expected: 'each once' }),
  );
}

/** The budget lists as they are written in a document, with the keys that lead there. */
function budgetLists({ budgets }: { budgets?: unknown }): { keys: Keys; list: number[] }[] {
  if (Array.isArray(budgets)) return [{ keys: ['budgets'], list: budgets as number[] }];
  return Object.entries((budgets ?? {}) as Record<string, number[]>).map(([arm, list]) => ({
    keys: ['budgets', arm],
    list,
  }));
}

const problem = (
  path: string,
  keys: Keys,
  what: string,
  details: { got?: unknown; expected: string; advice?: string },
): string[] => [userError(documentPath(path, keys), what, details).message];
