import { count } from '@nhat/documents';
import type { JsonSchema } from '@nhat/documents';

/** A kind of document: the heading of its settings and its whole schema, without references. */
export interface DocumentKind {
  heading: string;
  schema: JsonSchema;
}

/**
 * The page `docs/settings.md`: every key that a document may have, with its values, its default and what it does. Keys that have the same
 * options as another one refer to it, those within others to those of the whole document.
 */
export function settingsPage(kinds: readonly DocumentKind[]): string {
  const sections = kinds.map(({ heading, schema }) => {
    const keys = keysOf(schema);
    const known = new Map(keys.map(([key, part]) => [optionsText(part), pathText([key])]));
    return [`## ${heading}`, '', ...keyLines(keys, { path: [], known })].join('\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const INTRODUCTION = `# Settings

Every key that a document may have, with its values, its default and what it does; a key without a default may be left out, unless its text
says otherwise. Editors show the same texts in documents that begin with \`"$schema"\`. Written from the schemas by \`npx nx schema documents\`.`;

interface Place {
  /** Keys that lead here. */
  path: readonly string[];
  /** Options that are described somewhere → where. */
  known: Map<string, string>;
}

function keyLines(keys: readonly [string, JsonSchema][], place: Place): string[] {
  const indent = '  '.repeat(place.path.length);
  return keys.flatMap(([key, part]) => {
    const inside = { ...place, path: [...place.path, key] };
    const as = asElsewhere(part, inside);
    const description = (part.description ?? 'Options of what has this name').replace(/\.?$/, '.');
    return [
      `${indent}- \`${key}\`${valuesIn(part)}: ${description}${as ?? ''}`,
      ...(as === undefined ? optionLines(part, inside) : []),
    ];
  });
}

/** ` Options as in X.` where these options are described elsewhere; else they are noted as described here. */
function asElsewhere(part: JsonSchema, { path, known }: Place): string | undefined {
  const text = optionsText(part);
  if (objectsIn(part).flatMap(({ keys }) => keys).length < 2) return undefined;
  const here = pathText(path);
  const described = known.get(text) ?? here;
  known.set(text, described);
  return described === here ? undefined : ` Options as in ${described}.`;
}

const pathText = (path: readonly string[]): string => path.map((key) => `\`${key}\``).join(' › ');

/** What keys have in common that have the same options, whatever their defaults are. */
const optionsText = (part: JsonSchema): string =>
  JSON.stringify(objectsIn(part), (key, value: unknown) =>
    key === 'default' || key === 'description' ? undefined : value,
  );

/** The keys of an object, of the objects in a list, or of each named kind. */
function optionLines(part: JsonSchema, place: Place): string[] {
  const indent = '  '.repeat(place.path.length);
  return objectsIn(part).flatMap(({ name, description, keys }) => {
    if (name === undefined) return keyLines(keys, place);
    return [
      `${indent}- \`"${name}"\`: ${description}`,
      ...keyLines(keys, { ...place, path: [...place.path, name] }),
    ];
  });
}

interface ObjectShape {
  /** Of a named kind, such as a method. */
  name?: string;
  description?: string;
  keys: readonly [string, JsonSchema][];
}

/** The objects that a value may be: one, or one for each name of a registry. */
function objectsIn(part: JsonSchema): ObjectShape[] {
  if (part.items) return objectsIn(part.items);
  const named = (part.allOf ?? []).filter(({ if: condition }) => condition?.properties?.['name']);
  if (named.length > 0) return named.map(kindOf);
  const inside = [part.then, part.else].flatMap((one) => (one ? objectsIn(one) : []));
  const own = [...keysOf(part), ...anyKeyOf(part)];
  return own.length > 0 ? [{ keys: own }, ...inside] : inside;
}

function kindOf({ if: condition, then: shape }: JsonSchema): ObjectShape {
  const name = String(condition!.properties!['name']!.const);
  const keys = keysOf(shape!).filter(([key]) => key !== 'name');
  return { name, description: shape!.description ?? '', keys };
}

const keysOf = ({ properties = {} }: JsonSchema): [string, JsonSchema][] =>
  Object.entries(properties).filter(([key]) => key !== '$schema');

/** The values of an object whose keys are names, as `…`. */
const anyKeyOf = ({ additionalProperties: any }: JsonSchema): [string, JsonSchema][] =>
  typeof any === 'object' ? [['…', any]] : [];

/** ` (number 0 to 1; default `0.5`)`: the values that a key may have and its default. */
function valuesIn(part: JsonSchema): string {
  const texts = [valueText(part)];
  if (part.default !== undefined && JSON.stringify(part.default) !== '{}') {
    texts.push(`default ${shown(part.default)}`);
  }
  return ` (${texts.join('; ')})`;
}

function valueText(part: JsonSchema): string {
  if (part.if)
    return [part.then, part.else].flatMap((one) => (one ? [valueText(one)] : [])).join(', or ');
  if (part.enum) return part.enum.map(shown).join(', ');
  if (part.const !== undefined) return shown(part.const);
  if (part.items) return `list of ${valueText(part.items)}`;
  if (part.type === 'boolean') return 'true or false';
  if (part.type === 'integer' || part.type === 'number') return numberText(part);
  if (part.type === 'string') return 'text';
  return 'options';
}

function numberText({ type, minimum, maximum, exclusiveMinimum, multipleOf }: JsonSchema): string {
  const above = exclusiveMinimum === undefined ? '' : `above ${figure(exclusiveMinimum)}`;
  const least = minimum === undefined ? above : figure(minimum);
  const open = minimum === undefined ? above : `from ${least}`;
  const range = maximum === undefined ? open : `${least} to ${figure(maximum)}`;
  const kind = type === 'integer' ? 'whole number' : 'number';
  const multiple = multipleOf === undefined ? '' : `, a multiple of ${multipleOf}`;
  return `${kind}${range && ` ${range}`}${multiple}`;
}

const figure = (value: number): string => (Number.isInteger(value) ? count(value) : String(value));

/** A value as it is written in a document. */
const shown = (value: unknown): string => `\`${JSON.stringify(value)}\``;
