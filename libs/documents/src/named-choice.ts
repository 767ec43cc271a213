import type { JsonSchema } from './json-schema';

/** Options of what may be named. */
interface Named {
  options: Required<Pick<JsonSchema, 'description' | 'properties'>> & Pick<JsonSchema, 'former'>;
}

/** A name of a registry, or { "name": …, and options }; `kind` describes the key `name`. */
export function namedChoice(registry: Readonly<Record<string, Named>>, kind: string): JsonSchema {
  const names = Object.keys(registry);
  return {
    if: { type: 'string' },
    then: { type: 'string', enum: names },
    else: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', enum: names, description: kind } },
      allOf: names.map((name) => optionsWhenNamed(name, registry[name]!.options)),
    },
  };
}

const optionsWhenNamed = (
  name: string,
  { description, properties, former }: Named['options'],
): JsonSchema => ({
  if: { type: 'object', required: ['name'], properties: { name: { const: name } } },
  then: {
    description,
    additionalProperties: false,
    ...(former && { former }),
    properties: { name: { const: name, description }, ...properties },
  },
});
