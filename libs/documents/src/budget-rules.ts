import { isObject } from './json-schema';
import type { JsonObject } from './json';
import type { Pipeline } from './resolved-pipeline';
import { problem } from './problem';
import type { Keys } from './problem';
import { throwProblems } from './validate';

export interface BudgetList {
  /** The path of keys to the list. */
  keys: Keys;
  list: readonly number[];
}

/** Checks the budgets within one document, before it is merged with the documents that it extends. */
export function checkBudgetOrder(path: string, body: JsonObject): void {
  throwProblems(
    allBudgetLists(body).flatMap(({ keys, list }) =>
      list.flatMap((n, i) => {
        const before = list[i - 1];
        if (before === undefined || n > before) return [];
        const what = n === before ? 'a budget twice' : 'not in ascending order';
        return problem(path, [...keys, i], what, { got: n, expected: `more than ${before}` });
      }),
    ),
  );
}

/** Budgets that the images of a dataset cannot serve, and ladders too short to read n̂ from. */
export function budgetProblems(path: string, pipeline: Pipeline, body: JsonObject): string[] {
  return pipeline.datasets.flatMap((data, i) => {
    const lists = listsOf(pipeline, body, i);
    const budgets = pipeline.ownBudgets.get(data.dataset) ?? pipeline.budgets;
    return [
      ...lists.flatMap((list) => tooLarge(path, list, data)),
      ...tooShort(path, lists[0]!.keys, budgets.scratch),
    ];
  });
}

/** The budget lists of the dataset at a place, with the keys under which the document has them. */
export function listsOf(pipeline: Pipeline, body: JsonObject, i: number): BudgetList[] {
  const ownBudgets = pipeline.ownBudgets.get(pipeline.datasets[i]!.dataset);
  if (ownBudgets) return budgetLists(ownBudgets, ['datasets', i, 'budgets']);
  const shared = budgetLists(body['budgets'], ['budgets']);
  return shared.length > 0 ? shared : budgetLists(pipeline.budgets, ['budgets']);
}

const tooLarge = (
  path: string,
  { keys, list }: BudgetList,
  { dataset, counts }: Pipeline['datasets'][number],
): string[] =>
  list.flatMap((n, i) => {
    if (counts === null || n <= counts.train) return [];
    const what = `more labels than dataset ${dataset} has training images`;
    const advice = 'Lower the budget or raise images.train.';
    return problem(path, [...keys, i], what, {
      got: n,
      expected: `at most ${counts.train}`,
      advice,
    });
  });

const tooShort = (path: string, keys: Keys, scratch: readonly number[]): string[] =>
  scratch.length >= 2
    ? []
    : problem(path, keys, 'too few budgets to read n̂ from', {
        got: scratch,
        expected: 'at least two for training from scratch',
      });

/** The budget lists of a document and of the datasets that have their own. */
function allBudgetLists({ budgets, datasets }: JsonObject): BudgetList[] {
  const ownBudgets = (Array.isArray(datasets) ? datasets : []).flatMap((dataset, i) =>
    isObject(dataset) ? budgetLists(dataset['budgets'], ['datasets', i, 'budgets']) : [],
  );
  return [...budgetLists(budgets, ['budgets']), ...ownBudgets];
}

/** One list, or one list per arm. */
function budgetLists(budgets: unknown, keys: Keys): BudgetList[] {
  if (Array.isArray(budgets)) return [{ keys, list: budgets as number[] }];
  return Object.entries((budgets ?? {}) as Record<string, number[]>).map(([arm, list]) => ({
    keys: [...keys, arm],
    list,
  }));
}
