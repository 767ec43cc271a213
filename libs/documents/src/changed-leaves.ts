import { canonicalJson } from './canonical';
import { count } from './count';
import type { Json, JsonObject } from './json';

/** A leaf that differs between two configurations; undefined where one has none. Lists are leaves. */
export interface Change {
  /** `schedule.imagesSeen` */
  path: string;
  /** The keys of the path; one may contain a dot, as names of datasets do. */
  keys: string[];
  before: Json | undefined;
  after: Json | undefined;
}

/** Every leaf that differs, those of the older configuration first. */
export function changedLeaves(before: JsonObject, after: JsonObject): Change[] {
  const old = leavesByPath(before);
  const fresh = leavesByPath(after);
  const text = (value: Json | undefined) =>
    value === undefined ? undefined : canonicalJson(value);
  return [...new Map([...old, ...fresh])]
    .map(([id, { keys }]) => ({
      ...{ path: keys.join('.'), keys },
      ...{ before: old.get(id)?.value, after: fresh.get(id)?.value },
    }))
    .filter((change) => text(change.before) !== text(change.after));
}

interface Leaf {
  keys: string[];
  value: Json;
}

const leavesByPath = (value: Json): Map<string, Leaf> =>
  new Map(leaves(value).map((leaf) => [JSON.stringify(leaf.keys), leaf]));

function leaves(value: Json, keys: string[] = []): Leaf[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [{ keys, value }];
  }
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...keys, key]));
}

/** A value of a document for readers: switches are on or off, long numbers have groups, what is absent is `none`. */
export function valueWords(value: Json | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 10_000)
    return count(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
