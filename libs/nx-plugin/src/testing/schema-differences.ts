import ts from 'typescript';
import type { JsonSchema } from '@nhat/documents';
import { libraryExports } from './library-api';

/** Keys that only one side has, by design. */
export interface Known {
  schema: readonly string[];
  type: readonly string[];
}

/**
 * Where schemas of documents and the types of their resolved values differ, a line each: keys that one lacks, at every depth,
 * and values of another kind. A schema that chooses between forms (`if`) says nothing about the kind.
 */
export function schemaDifferences(
  pairs: Record<string, { schema: JsonSchema; known: Known }>,
): string[] {
  const { checker, exportsOf } = libraryExports(['documents', 'render']);
  const types = [...exportsOf('documents'), ...exportsOf('render')];
  return Object.entries(pairs).flatMap(([name, { schema, known }]) => {
    const type = checker.getDeclaredTypeOfSymbol(types.find((symbol) => symbol.name === name)!);
    return keyDifferences(checker, name, { schema, type, known });
  });
}

interface Pair {
  schema: JsonSchema;
  type: ts.Type;
  known?: Known;
}

const NONE: Known = { schema: [], type: [] };

function keyDifferences(
  checker: ts.TypeChecker,
  where: string,
  { schema: { properties = {} }, type, known = NONE }: Pair,
): string[] {
  const members = new Map(checker.getPropertiesOfType(type).map((one) => [one.name, one]));
  const shared = Object.keys(properties).filter((key) => members.has(key));
  const lacking = (keys: Iterable<string>, allowed: readonly string[], side: string) =>
    [...keys]
      .filter((key) => !shared.includes(key) && !allowed.includes(key))
      .map((key) => `${where}.${key}: not in the ${side}`);
  return [
    ...lacking(Object.keys(properties), known.schema, 'type'),
    ...lacking(members.keys(), known.type, 'schema'),
    ...shared.flatMap((key) => {
      const inner = checker.getNonNullableType(checker.getTypeOfSymbol(members.get(key)!));
      return valueDifferences(checker, `${where}.${key}`, {
        schema: properties[key]!,
        type: inner,
      });
    }),
  ];
}

function valueDifferences(checker: ts.TypeChecker, where: string, pair: Pair): string[] {
  const { schema, type } = pair;
  if (schema.if !== undefined) return [];
  if (schema.properties !== undefined) return keyDifferences(checker, where, pair);
  const text = schema.enum
    ? [...schema.enum]
        .map((one) => `"${one}"`)
        .sort()
        .join(' | ')
    : ({ integer: 'number', array: 'array' }[schema.type as string] ?? schema.type);
  const found = kindOf(checker, type);
  return found === text ? [] : [`${where}: ${text} in the schema, ${found} in the type`];
}

function kindOf(checker: ts.TypeChecker, type: ts.Type): string {
  if (checker.isArrayType(type)) return 'array';
  const isBoolean = (type.flags & ts.TypeFlags.Boolean) !== 0;
  return type.isUnion() && !isBoolean
    ? type.types
        .map((one) => checker.typeToString(one))
        .sort()
        .join(' | ')
    : checker.typeToString(type);
}
