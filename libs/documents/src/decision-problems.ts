import { SCRATCH } from './added-runs';
import type { DecisionConfig } from './decision';
import { isObject } from './json-schema';
import { problem } from './problem';
import type { Pipeline } from './resolved-pipeline';
import { documentPath, unknownName } from './schema-problem';
import { membersOf } from './study';

/** Decisions that the trainings of a document, and of those it includes, can never give. */
export function decisionProblems(path: string, pipeline: Pipeline): string[] {
  const { decision } = pipeline;
  return decision === null
    ? []
    : [
        ...inversionProblems(path, pipeline),
        ...labelProblems(path, pipeline, decision),
        ...hoursProblems(path, pipeline, decision),
      ];
}

/** A decision reads curves by their monotone fit, as the rows of the rule of the paper do not. */
const inversionProblems = (path: string, { inversion }: Pipeline): string[] =>
  inversion === 'isotonic'
    ? []
    : problem(path, ['inversion'], 'its intervals are not those of a decision', {
        got: inversion,
        expected: 'isotonic in a pipeline with a decision',
      });

/**
 * Labels outside the budgets of every arm are refused before anything trains, because no arm is read beyond its budgets. Files of scores
 * cost nothing and may grow, so the report of a study with one says what is missing.
 */
function labelProblems(path: string, pipeline: Pipeline, { labels }: DecisionConfig): string[] {
  const members = membersOf(pipeline);
  if (members.length === 0 || members.some(({ scores }) => scores !== null)) return [];
  const lists = members.flatMap(({ datasets, budgets, ownBudgets }) =>
    datasets.map(({ dataset }) => (ownBudgets.get(dataset) ?? budgets).finetune),
  );
  if (lists.some((list) => list[0]! <= labels && labels <= list.at(-1)!)) return [];
  const ranges = [...new Set(lists.map((list) => `${list[0]} to ${list.at(-1)}`))];
  const smaller = lists.every((list) => labels < list[0]!);
  return problem(path, ['decision', 'labels'], 'outside the label budgets of finetuning', {
    got: labels,
    expected: `a number within them: ${ranges.join(' or ')}`,
    advice: `Ask for such a number, or add a budget of ${labels} ${smaller ? 'or less' : 'or more'} to "budgets" › "finetune"; the budgets from scratch should go beyond it.`,
  });
}

/** Hours by name are those of arms of scores, because those of all other arms are measured. */
function hoursProblems(path: string, pipeline: Pipeline, { hours }: DecisionConfig): string[] {
  if (!isObject(hours)) return [];
  const cells = membersOf(pipeline).flatMap(({ scores }) => scores?.cells ?? []);
  const arms = cells.flatMap((cell) => cell.arms.map(({ arm }) => arm));
  const known = [...new Set(arms)].filter((arm) => arm !== SCRATCH);
  const named = Object.keys(hours);
  if (known.length === 0 && named.length > 0) {
    return problem(path, ['decision', 'hours'], 'no arm has scores of another program', {
      got: named,
      expected: 'no hours: those of arms that are trained here are measured',
    });
  }
  return named
    .filter((arm) => !known.includes(arm))
    .map((arm) => unknownName(documentPath(path, ['decision', 'hours', arm]), arm, known));
}
