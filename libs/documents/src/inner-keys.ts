import type { JsonSchema } from './json-schema';

/**
 * The keys beside an unknown one whose objects may hold it, e.g. `["source"]` for `duplicates` at the top of a dataset. `keys` lead from
 * the top of a document to the object with the unknown key.
 */
export function keysThatHold(
  schema: JsonSchema,
  keys: readonly string[],
  unknown: string,
): string[] {
  let layers = layersOf(schema);
  for (const key of keys) {
    layers = layers.flatMap(({ properties, items }) =>
      [properties?.[key], /^\d+$/.test(key) ? items : undefined].flatMap(layersOf),
    );
  }
  const holders = layers
    .flatMap(({ properties = {} }) => Object.entries(properties))
    .filter(([, part]) =>
      layersOf(part).some(({ properties = {} }) => Object.hasOwn(properties, unknown)),
    );
  return [...new Set(holders.map(([name]) => name))];
}

/** A schema and those that hold for the same value beside it. */
const layersOf = (schema: JsonSchema | undefined): JsonSchema[] =>
  schema === undefined
    ? []
    : [schema, ...[...(schema.allOf ?? []), schema.then, schema.else].flatMap(layersOf)];
