import { canonicalJson } from './canonical';
import type { Json, JsonObject } from './json';

/** A leaf that differs between two configurations; undefined where one has none. Lists are leaves. */
export interface Change {
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** Every leaf that differs, those of the older configuration first. */
export function changedLeaves(before: JsonObject, after: JsonObject): Change[] {
  const old = new Map(leaves(before));
  const fresh = new Map(leaves(after));
  const text = (value: Json | undefined) =>
    value === undefined ? undefined : canonicalJson(value);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((path) => ({ path, before: old.get(path), after: fresh.get(path) }))
    .filter((change) => text(change.before) !== text(change.after));
}

function leaves(value: Json, path: string[] = []): [string, Json][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [[path.join('.'), value]];
  }
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** A value of a document for readers: switches are on or off, long numbers have groups, what is absent is `none`. */
export function valueWords(value: Json | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 10_000)
    return value.toLocaleString('en');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
