import { userError } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';

/** Reads fields with their types. Throws a UserError that names the node and the key of a field with another type. */
export interface ScoreReader {
  number(key: string): number;
  text(key: string): string;
  /** Returns `otherwise` where the field is absent or null. */
  numberOr<Other>(key: string, otherwise: Other): number | Other;
  textOr<Other>(key: string, otherwise: Other): string | Other;
  flagOr<Other>(key: string, otherwise: Other): boolean | Other;
  recordOr<Other>(key: string, otherwise: Other): JsonObject | Other;
  numbers(key: string): number[];
  texts(key: string): string[];
  object(key: string): ScoreReader;
  objects(key: string): ScoreReader[];
}

/** Makes a reader for the scores of a node. */
export function readScores(node: string, scores: JsonObject, path = 'scores'): ScoreReader {
  const wrong = (key: string, expected: string) =>
    userError(node, `${path}.${key} has a wrong type`, {
      got: scores[key] ?? null,
      expected,
      advice: 'It was written by other code. Remove its folder in artifacts/ and run again.',
    });
  const typed = <Type extends Json>(
    key: string,
    is: (value: Json | undefined) => value is Type,
    expected: string,
  ): Type => {
    const value = scores[key];
    if (is(value)) return value;
    throw wrong(key, expected);
  };
  const or = <Type extends Json, Other>(
    key: string,
    is: (value: Json | undefined) => value is Type,
    expected: string,
    otherwise: Other,
  ): Type | Other => ((scores[key] ?? null) === null ? otherwise : typed(key, is, expected));
  const inner = (key: string, value: JsonObject, index = '') =>
    readScores(node, value, `${path}.${key}${index}`);
  return {
    number: (key) => typed(key, isNumber, 'a number'),
    text: (key) => typed(key, isText, 'a text'),
    numberOr: (key, otherwise) => or(key, isNumber, 'a number', otherwise),
    textOr: (key, otherwise) => or(key, isText, 'a text', otherwise),
    flagOr: (key, otherwise) => or(key, isFlag, 'true or false', otherwise),
    recordOr: (key, otherwise) => or(key, isObject, 'an object', otherwise),
    numbers: (key) => typed(key, listOf(isNumber), 'a list of numbers'),
    texts: (key) => typed(key, listOf(isText), 'a list of texts'),
    object: (key) => inner(key, typed(key, isObject, 'an object')),
    objects: (key) =>
      typed(key, listOf(isObject), 'a list of objects').map((item, at) =>
        inner(key, item, `[${at}]`),
      ),
  };
}

type Value = Json | undefined;
const isNumber = (value: Value): value is number => typeof value === 'number';
const isText = (value: Value): value is string => typeof value === 'string';
const isFlag = (value: Value): value is boolean => typeof value === 'boolean';
const isObject = (value: Value): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf =
  <Type extends Json>(is: (value: Value) => value is Type) =>
  (value: Value): value is Type[] =>
    Array.isArray(value) && value.every(is);
