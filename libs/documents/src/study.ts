import { lastRound } from './added-runs';
import type { Documents } from './documents';
import { isObject } from './json-schema';
import type { Json, JsonObject } from './json';
import type { Pipeline } from './resolved-pipeline';
import { documentPath, unknownName } from './schema-problem';
import { userError } from './user-error';
import { throwProblems } from './validate';

/** Keys of a study besides those that every document has; all others describe a grid of its own. */
const OF_STUDIES = [
  'question',
  'cost',
  'expected',
  'active',
  'run',
  'claims',
  'includes',
  'decision',
];
const OF_UTILITIES = ['interval', 'inversion', 'metric'];
/** Keys that do not describe a grid. */
export const WITHOUT_GRID: readonly string[] = [...OF_STUDIES, ...OF_UTILITIES];

/** The keys of a merged document that describe trainings. A goal of claims describes none: a study adds them to what it includes. */
export const gridKeys = (body: JsonObject): string[] =>
  Object.keys(body).filter((key) => !WITHOUT_GRID.includes(key) && !isClaimsGoal(key, body));

const isClaimsGoal = (key: string, { goal }: JsonObject): boolean =>
  key === 'goal' && isObject(goal) && goal['claims'] === true;

/**
 * Whether a merged document describes a grid of its own; a study without one has the cells of what it includes alone, and scores of
 * other programs have theirs in a file.
 */
export const hasGrid = (body: JsonObject): boolean =>
  !('scores' in body) && (!('includes' in body) || gridKeys(body).length > 0);

/**
 * The pipelines that a document includes, resolved by `resolve`; `above` are the studies that lead to it, with itself at the
 * end. Throws a UserError for an unknown name and for a cycle, with its place.
 */
export function includedPipelines(
  pipelines: Documents,
  path: string,
  body: JsonObject,
  above: readonly string[],
  resolve: (name: string) => Pipeline,
): Pipeline[] {
  const names = (body['includes'] ?? []) as Json[] as string[];
  const known = new Set(pipelines.names);
  const place = (at: number) => documentPath(path, ['includes', at]);
  throwProblems(
    names.flatMap((name, at) =>
      known.has(name) ? [] : [unknownName(place(at), name, pipelines.names)],
    ),
  );
  return names.map((name, at) => {
    if (!above.includes(name)) return resolve(name);
    const cycle = [...above.slice(above.indexOf(name)), name].join(' -> ');
    throw userError(place(at), 'a cycle', { got: cycle, expected: 'studies that end' });
  });
}

/** The pipelines with cells of their own that a pipeline consists of: itself and those it includes, directly or not, each once. */
export function membersOf(pipeline: Pipeline): Pipeline[] {
  const members = new Map<string, Pipeline>();
  const visit = (one: Pipeline): void => {
    if (members.has(one.name)) return;
    members.set(one.name, one);
    one.includes.forEach(visit);
  };
  visit(pipeline);
  return [...members.values()].filter(
    ({ datasets, scores }) => datasets.length > 0 || scores !== null,
  );
}

/** How often `nx decide` added runs to a pipeline or to those that it consists of, as records of the pipeline state it: nothing for never. */
export function roundsOf(pipeline: Pipeline): { rounds?: number } {
  const rounds = lastRound(membersOf(pipeline).flatMap(({ added }) => added));
  return rounds > 0 ? { rounds } : {};
}
