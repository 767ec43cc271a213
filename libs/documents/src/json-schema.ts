import type { Json } from './json';

/** The part of JSON Schema that the documents use. */
export interface JsonSchema {
  $schema?: string;
  $id?: string;
  title?: string;
  description?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  enum?: readonly string[];
  const?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  multipleOf?: number;
  default?: Json;
  /**
   * True for a key that was added after results existed: configurations omit it while it has its default, so that their keys
   * stay the same.
   */
  later?: true;
  /** Keys that were replaced → how to write the same today; they are refused with that advice. */
  former?: Readonly<Record<string, string>>;
  /** What to do where a value is not in `enum` and no name there is near. */
  otherwise?: string;
  /** In an option of a claim: the text names one of these of the document, which has to be there. */
  names?: 'dataset' | 'backbone' | 'task' | 'method';
  allOf?: readonly JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
}

/**
 * The configuration of a document: a copy of `value` that contains every key with a default in the schema, at every depth.
 * `later` keys with their default are left out; the code that reads them supplies it.
 */
export function withDefaults(schema: JsonSchema, value: Json | undefined): Json {
  const given = value ?? schema.default ?? (schema.type === 'object' ? {} : null);
  if (schema.properties === undefined || !isObject(given)) return structuredClone(given);
  const filled = structuredClone(given);
  for (const [key, property] of Object.entries(schema.properties)) {
    const nested = property.type === 'object' && property.properties !== undefined;
    if (Object.hasOwn(given, key) || property.default !== undefined || nested) {
      const completed = withDefaults(property, Object.hasOwn(given, key) ? given[key] : undefined);
      if (property.later && isSame(completed, property.default)) delete filled[key];
      else filled[key] = completed;
    }
  }
  return filled;
}

const isSame = (a: Json, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

export const isObject = (value: unknown): value is { [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
