import { armProblems } from './arm-rules';
import { budgetProblems } from './budget-rules';
import { nameOfArms } from './choice';
import type { Choice } from './choice';
import { claimProblems } from './claim-problems';
import { decisionProblems } from './decision-problems';
import { evaluationLabel } from './evaluation';
import { fitProblems } from './fit-rules';
import { goalProblems } from './goal-rules';
import { intervalProblems } from './interval-rules';
import { metricProblems } from './metric-rules';
import type { JsonObject } from './json';
import type { Pipeline } from './resolved-pipeline';
import { problem } from './problem';
import type { Keys } from './problem';
import type { Registries, Registry } from './registry';
import { documentPath, unknownName } from './schema-problem';
import { checkScoresAlone } from './scores/resolve-scores';
import { WITHOUT_GRID, gridKeys, hasGrid } from './study';
import { sizeProblems } from './size-rules';
import { userError } from './user-error';
import { trainingProblems } from './training-rules';
import { truthProblems } from './truth-rules';
import { throwProblems } from './validate';

/** Checks a document after everything that it extends is merged. */
export function checkComplete(path: string, body: JsonObject): void {
  if ('scores' in body) checkScoresAlone(path, body, WITHOUT_GRID);
  if (!hasGrid(body)) {
    throwProblems('question' in body ? [] : [missing(path, 'question')]);
    return;
  }
  const grid = ['datasets', 'backbones', 'tasks', 'methods', 'budgets'];
  if ('includes' in body && !grid.some((key) => key in body)) refuseGridKeys(path, body);
  const required = ['question', ...grid];
  const budgets = Object.keys(
    (body['budgets'] as object | undefined) ?? { scratch: 0, finetune: 0 },
  );
  const lists = ['scratch', 'finetune'].filter((arm) => !budgets.includes(arm));
  throwProblems([
    ...required.filter((key) => !(key in body)).map((key) => missing(path, key)),
    ...lists.map((arm) => missing(`${path} › budgets`, arm)),
  ]);
}

/** Refuses what belongs to trainings in a study that only joins others, because it would be without effect. */
function refuseGridKeys(path: string, body: JsonObject): void {
  throwProblems(
    gridKeys(body).flatMap((key) =>
      problem(path, [key], 'belongs to trainings, and the study has none of its own', {
        got: body[key],
        expected: `only ${WITHOUT_GRID.join(', ')} and a goal of claims beside includes`,
        advice: 'Move it into the pipelines that it includes.',
      }),
    ),
  );
}

const missing = (where: string, key: string): string =>
  userError(where, `key "${key}" is missing`).message;

export function checkDatasetNames(
  path: string,
  names: readonly string[],
  known: readonly string[],
): void {
  const all = new Set(known);
  const unknown = names.flatMap((name, i) =>
    all.has(name) ? [] : [unknownName(documentPath(path, ['datasets', i]), name, known)],
  );
  throwProblems(unknown);
}

/** Checks the relations between the keys of a resolved pipeline. `body` is the document as written. */
export function checkPipeline(
  path: string,
  pipeline: Pipeline,
  body: JsonObject,
  registries: Registries,
): void {
  throwProblems(sizeProblems(path, pipeline));
  throwProblems([
    ...repeated(
      path,
      'claims',
      pipeline.claims.map((claim) => JSON.stringify(claim)),
    ),
    ...repeated(
      path,
      'includes',
      pipeline.includes.map(({ name }) => name),
    ),
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
    ...repeated(path, 'methods', pipeline.methods.map(nameOfArms), OWN_NAME),
    ...pipeline.backbones.flatMap(({ methods }, at) =>
      methods === pipeline.methods
        ? []
        : repeated(path, ['backbones', at, 'methods'], methods.map(nameOfArms), OWN_NAME),
    ),
    ...repeated(
      path,
      'evaluations',
      pipeline.evaluations.map((evaluation) => evaluationLabel(registries.evaluations, evaluation)),
    ),
    ...repeated(path, 'seeds', pipeline.seeds),
    ...optionProblems(path, 'backbones', pipeline.backbones, registries.backbones),
    ...optionProblems(path, 'tasks', pipeline.tasks, registries.tasks),
    ...optionProblems(path, 'methods', pipeline.methods, registries.methods),
    ...intervalProblems(path, pipeline),
    ...metricProblems(path, pipeline, registries),
    ...goalProblems(path, pipeline, body),
    ...decisionProblems(path, pipeline),
    ...claimProblems(path, pipeline, registries.claims),
    ...(pipeline.datasets.length > 0 ? gridProblems(path, pipeline, body, registries) : []),
  ]);
}

/** Problems of a grid, whose lists have an entry at least. */
const gridProblems = (
  path: string,
  pipeline: Pipeline,
  body: JsonObject,
  registries: Registries,
): string[] => [
  ...truthProblems(path, pipeline, registries),
  ...budgetProblems(path, pipeline, body),
  ...trainingProblems(path, pipeline, registries),
  ...fitProblems(path, pipeline, registries),
  ...armProblems(path, pipeline, registries),
];

function optionProblems(
  path: string,
  key: string,
  choices: Choice[],
  registry: Registry,
): string[] {
  return choices.flatMap(({ name, options }, i) => {
    const fault = registry[name]!.check?.(options);
    if (fault === undefined) return [];
    const { option, what, expected } = fault;
    const got = options[option];
    // The default of an option that a document must give.
    if (got === '') {
      const advice = `Write "${option}": "…" into it.`;
      return problem(path, [key, i, option], `${what}, because "${option}" is missing or empty`, {
        ...{ expected, advice },
      });
    }
    return problem(path, [key, i, option], what, { got, expected });
  });
}

const OWN_NAME = 'Or give one of the two a name of its own: "as".';

function repeated(
  path: string,
  key: string | Keys,
  values: readonly (string | number)[],
  advice?: string,
): string[] {
  const seen = new Set<string | number>();
  return values.flatMap((value, i) => {
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return problem(path, [key, i].flat(), 'a second time', {
      ...{ got: value, expected: 'each once' },
      ...(advice !== undefined && { advice }),
    });
  });
}
