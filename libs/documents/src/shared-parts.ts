/** A JSON schema as a validator sees it. */
type Schema = Record<string, unknown>;

/** Keywords whose value is a schema, a list of schemas, or an object of schemas by name. */
const ONE = ['items', 'if', 'then', 'else', 'not', 'additionalProperties', 'contains'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const NAMED = ['properties', 'patternProperties'];

/** Characters of a part that is worth a name of its own. */
const LEAST = 200;

/**
 * The same schema, where parts that it has several times stand once in `$defs`: a validator compiles each part once. (The list of
 * methods alone is in the schema of pipelines five times, with the augmentations of each method.)
 */
export function withSharedParts(schema: object): Schema {
  const counts = new Map<string, number>();
  const count = (part: Schema): Schema => {
    const text = JSON.stringify(part);
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    return before === 0 ? mapped(part, count) : part; // What is in a shared part counts once.
  };
  mapped(schema as Schema, count);
  const names = new Map<string, string>();
  const $defs: Record<string, Schema> = {};
  const shared = (part: Schema): Schema => {
    const text = JSON.stringify(part);
    if (text.length < LEAST || counts.get(text) === 1) return mapped(part, shared);
    const known = names.get(text);
    const name = known ?? `part${names.size}`;
    if (known === undefined) {
      names.set(text, name);
      $defs[name] = mapped(part, shared);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const whole = mapped(schema as Schema, shared);
  return names.size === 0 ? whole : { ...whole, $defs };
}

/** The schema with another one in place of each schema directly within it. */
function mapped(schema: Schema, change: (part: Schema) => Schema): Schema {
  const entries = Object.entries(schema).map(([key, value]) => {
    if (ONE.includes(key) && isSchema(value)) return [key, change(value)];
    if (LISTS.includes(key) && Array.isArray(value)) return [key, value.map(change)];
    if (!NAMED.includes(key) || !isSchema(value)) return [key, value];
    const named = Object.entries(value).map(([name, part]) => [
      name,
      isSchema(part) ? change(part) : part,
    ]);
    return [key, Object.fromEntries(named)];
  });
  return Object.fromEntries(entries) as Schema;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
