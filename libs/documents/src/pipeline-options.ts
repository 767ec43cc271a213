import { stableJson } from './canonical';
import { changedLeaves, valueWords } from './changed-leaves';
import type { Json, JsonObject } from './json';
import type { Pipeline } from './resolved-pipeline';

/** An option of a pipeline document in which two differ, in words; `none` where one does not have it. */
export interface OptionDifference {
  /** `methods › rotation › pretraining › peakRate` */
  name: string;
  before: string;
  after: string;
}

/** Prose, and what names or starts a pipeline: none of it changes a result. */
const WITHOUT_EFFECT = [
  'name',
  'question',
  'cost',
  'expected',
  'active',
  'goal',
  'decision',
  'claims',
  'added',
];

/**
 * The options of a resolved pipeline that decide its results, as JSON. Lists of things with names become objects by name, so that two
 * pipelines can be compared entry by entry; a second entry of a name is `name (2)`.
 */
export function pipelineOptions(pipeline: Pipeline): JsonObject {
  const { includes, ...own } = pipeline;
  const entries = Object.entries(own).filter(([key]) => !WITHOUT_EFFECT.includes(key));
  const options = Object.fromEntries(entries.map(([key, value]) => [key, plainOption(value)]));
  options['scores'] = withoutRuns(options['scores']);
  options['backbones'] = withoutCommonMethods(options['backbones'], options['methods']);
  const added = pipeline.added.map(({ dataset, backbone, task, arm, n, seed }) =>
    [dataset, backbone, task, arm, n, seed].join(' '),
  );
  // Left out as long as it is the usual one, so that it is no difference to results that are older than the choice.
  if (pipeline.metric === 'accuracy') delete options['metric'];
  return {
    ...options,
    ...(added.length > 0 && { 'added trainings': added.length }),
    ...(includes.length > 0 && {
      includes: Object.fromEntries(includes.map((one) => [one.name, pipelineOptions(one)])),
    }),
  };
}

/** What a table of scores has of settings, with the metric of each task; its runs are results, which are no options. */
function withoutRuns(scores: Json | undefined): Json {
  if (!isObject(scores) || !isObject(scores['cells'])) return scores ?? null;
  const { cells, ...settings } = scores;
  const metrics = Object.values(cells).flatMap((cell): [string, Json][] =>
    isObject(cell) ? [[String(cell['task']), cell['metric'] ?? null]] : [],
  );
  return { ...settings, metrics: Object.fromEntries(metrics) };
}

/** Backbones without the methods that pretrain them where these are the methods of the pipeline. */
function withoutCommonMethods(backbones: Json | undefined, methods: Json | undefined): Json {
  if (!isObject(backbones)) return backbones ?? null;
  const entries = Object.entries(backbones).map(([name, backbone]): [string, Json] => {
    if (!isObject(backbone) || !isEqual(backbone['methods'], methods)) return [name, backbone];
    return [
      name,
      Object.fromEntries(Object.entries(backbone).filter(([key]) => key !== 'methods')),
    ];
  });
  return Object.fromEntries(entries);
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEqual = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== undefined && b !== undefined && stableJson(a) === stableJson(b);

function plainOption(value: unknown): Json {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, inner]) => [key, plainOption(inner)]));
  }
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isNamed) ? byName(value) : (value as Json[]);
  }
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plainOption(inner)]));
}

const isNamed = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && ('name' in value || 'dataset' in value);

function byName(list: readonly JsonObject[]): JsonObject {
  const named: JsonObject = {};
  for (const { name, dataset, ...rest } of list) {
    const base = String(name ?? dataset);
    let key = base;
    for (let count = 2; Object.hasOwn(named, key); count++) key = `${base} (${count})`;
    const inner = plainOption(rest) as JsonObject;
    named[key] = Object.keys(inner).length > 0 ? inner : true;
  }
  return named;
}

/** The options in which two resolved pipelines differ. */
export const optionDifferences = (before: Pipeline, after: Pipeline): OptionDifference[] =>
  differencesOf(pipelineOptions(before), pipelineOptions(after));

/**
 * The options in which two results of `pipelineOptions` differ. An entry that only one of them has is one difference, not one for
 * each of its options.
 */
export const differencesOf = (before: JsonObject, after: JsonObject): OptionDifference[] =>
  differences(comparable(before), comparable(after));

function differences(before: JsonObject, after: JsonObject): OptionDifference[] {
  const whole = new Map<string, OptionDifference>();
  const single: OptionDifference[] = [];
  for (const change of changedLeaves(before, after)) {
    const path = change.keys;
    const missing = missingFrom(path, before, after);
    if (missing === undefined) {
      const words = (value: Json | undefined) => (value === undefined ? 'none' : valueWords(value));
      single.push({
        name: path.join(' › '),
        before: words(change.before),
        after: words(change.after),
      });
    } else {
      const name = path.slice(0, missing.depth).join(' › ');
      whole.set(name, {
        name,
        before: missing.isAdded ? 'none' : entryWords(before, path.slice(0, missing.depth)),
        after: missing.isAdded ? entryWords(after, path.slice(0, missing.depth)) : 'none',
      });
    }
  }
  return [...whole.values(), ...single];
}

/** Options, of results of before, too, with methods by the names of their arms ("long" in place of "rotation (2)"), and without runs. */
function comparable(options: JsonObject): JsonObject {
  const plain = Object.entries(options).map(([key, value]): [string, Json] => {
    if (key === 'scores') return [key, withoutRuns(value)];
    if (!isObject(value)) return [key, value];
    return [key, comparable(key === 'methods' ? byArmName(value) : value)];
  });
  return Object.fromEntries(plain);
}

const byArmName = (methods: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(methods).map(([key, method]) => {
      if (!isObject(method) || typeof method['as'] !== 'string') return [key, method];
      const { as, ...rest } = method;
      return [as, rest];
    }),
  );

/** The length of the shortest beginning of a path that one of the two lacks; undefined where only the leaf differs. */
function missingFrom(
  path: readonly string[],
  before: JsonObject,
  after: JsonObject,
): { depth: number; isAdded: boolean } | undefined {
  for (let depth = 1; depth < path.length; depth++) {
    const start = path.slice(0, depth);
    const [old, fresh] = [valueAt(before, start), valueAt(after, start)];
    if (old === undefined || fresh === undefined) return { depth, isAdded: old === undefined };
  }
  return undefined;
}

function entryWords(options: JsonObject, path: readonly string[]): string {
  const value = valueAt(options, path);
  const text = value === undefined || value === true ? 'present' : stableJson(value);
  return text.length > 60 ? 'present' : text.replace(/\s+/g, ' ').trim();
}

function valueAt(options: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    options,
  );
}
