import type { Documents } from './documents';
import { isObject } from './json-schema';
import type { Json, JsonObject } from './json';
import { unknownName } from './schema-problem';
import { UserError, userError } from './user-error';

export interface Inheritance {
  /** Checks a single document, so that an error names its file. */
  check(path: string, body: JsonObject): void;
  /** Keys that are not inherited. */
  ownKeys: readonly string[];
  /** Replaces short forms by long ones, so that parent and child can be merged key by key. */
  expand?(body: JsonObject): JsonObject;
  /** Joins what a document inherits with what is said over it; key by key without this. */
  combine?(base: JsonObject, over: JsonObject): JsonObject;
}

/** A document merged with the documents that it extends; nearer ones take precedence. Objects are merged, lists are replaced. */
export function inherit(documents: Documents, name: string, how: Inheritance): JsonObject {
  const chain: string[] = [];
  let merged: JsonObject = {};
  for (let at: string | undefined = name; at !== undefined;) {
    const path = documents.path(at);
    chain.push(at);
    const body: JsonObject = documents.body(at);
    how.check(path, body);
    const expanded = how.expand?.(body) ?? body;
    merged = (how.combine ?? merge)(
      at === name ? expanded : without(expanded, how.ownKeys),
      merged,
    );
    at = parent(documents, path, body);
    if (at !== undefined && chain.includes(at)) {
      const cycle = [...chain.slice(chain.indexOf(at)), at].join(' -> ');
      throw userError(`${path} › extends`, 'a cycle', {
        got: cycle,
        expected: 'a chain that ends',
      });
    }
  }
  return without(merged, ['extends', '$schema']);
}

function parent(documents: Documents, path: string, body: JsonObject): string | undefined {
  const name = body['extends'];
  if (typeof name !== 'string') return undefined;
  if (documents.names.includes(name)) return name;
  throw new UserError(unknownName(`${path} › extends`, name, documents.names));
}

/** Merges objects key by key, at every depth; other values replace those of `base`. */
export function merge(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isObject(below) && isObject(value) ? merge(below, value) : value);
  }
  return Object.fromEntries(merged);
}

export const without = (body: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
