import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import { namedChoice } from './named-choice';
import type { Json, JsonObject } from './json';

/** Claims that documents may list, by name. */
export type ClaimRegistry = Record<string, ClaimEntry>;

export interface ClaimEntry {
  options: ClaimOptions;
}

/** Options as JSON Schema. An option without a default is optional. */
export interface ClaimOptions {
  type: 'object';
  /** States the claim in one sentence. */
  description: string;
  properties: Record<string, JsonSchema>;
}

/** A claim that a document lists. */
export interface ClaimConfig {
  /** Name in the registry of claims. */
  name: string;
  /** Its options, with every default. */
  options: JsonObject;
}

/** The schema of the key `claims` of pipeline documents. */
export function claimsSchema(claims: ClaimRegistry): JsonSchema {
  return {
    type: 'array',
    // All of them are handed to a process in one variable, which Linux limits to 128 KiB.
    maxItems: 50,
    default: [],
    description:
      'What the results should decide: names of claims, or { "name": …, and options }. Each has a rule by which it holds, fails, or is undecided; `nx claims` prints them. They never reach a node: edit them freely.',
    items: namedChoice(claims, 'Name of the claim.'),
  };
}

/** The claims of a document, with all defaults. */
export const resolveClaims = (given: Json, registry: ClaimRegistry): ClaimConfig[] =>
  (given as Json[]).map((entry) => {
    const { name, ...options } = (isObject(entry) ? entry : { name: entry }) as JsonObject & {
      name: string;
    };
    const { properties } = registry[name]!.options;
    return { name, options: withDefaults({ type: 'object', properties }, options) as JsonObject };
  });
