import type { ErrorObject } from 'ajv';
import { nearestName } from './nearest-name';
import { shortList, shortText } from './short-text';
import { userError } from './user-error';

/** One complaint of the validator in our words, or undefined when it only repeats another. */
export function schemaProblem(path: string, error: ErrorObject): string | undefined {
  const { keyword, params, data } = error;
  const keys = error.instancePath.split('/').slice(1).map(unescape);
  const at = documentPath(path, keys);
  const say = (what: string, expected: string, advice?: string) =>
    userError(at, what, { got: data, expected, ...(advice && { advice }) }).message;
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      return unknownKey(documentPath(path, [...keys, key]), key, knownKeys(error));
    }
    case 'required':
      return userError(at, `key "${params['missingProperty']}" is missing`).message;
    case 'type':
      return say('wrong type', withArticle(String(params['type'])));
    case 'enum':
      if (typeof data !== 'string') return undefined; // Its type is another error.
      return unknownName(at, data, params['allowedValues'] as string[]);
    case 'minimum':
      return say('too small', `at least ${params['limit']}`);
    case 'exclusiveMinimum':
      return say('too small', `more than ${params['limit']}`);
    case 'maximum':
      return say('too large', `at most ${params['limit']}`);
    case 'multipleOf':
      return say('wrong size', `a multiple of ${params['multipleOf']}`);
    case 'minItems':
    case 'minLength':
      return say('empty', `at least ${params['limit']}`);
    case 'maxItems':
      return say(`too long, ${(data as unknown[]).length} entries`, `at most ${params['limit']}`);
    case 'maxLength':
      return say(`too long, ${(data as string).length} characters`, `at most ${params['limit']}`);
    default:
      return say('not allowed', error.message ?? keyword);
  }
}

/** Most characters of a key in a place. */
const KEY_LENGTH = 60;

/** `pipelines/x.json › budgets[2]` */
export function documentPath(path: string, keys: readonly (string | number)[]): string {
  if (keys.length === 0) return path;
  const inside = keys.map((key, at) => {
    if (typeof key === 'number' || /^\d+$/.test(key)) return `[${key}]`;
    const shown = shortText(key, KEY_LENGTH);
    return at === 0 ? shown : `.${shown}`;
  });
  return `${path} › ${inside.join('')}`;
}

/** For a name that must be one of a list. */
export function unknownName(where: string, got: unknown, known: readonly string[]): string {
  const nearest = typeof got === 'string' ? nearestName(got, known) : undefined;
  return userError(where, 'unknown name', {
    got,
    expected: known.length > 0 ? `one of ${shortList(known)}` : 'nothing: there are none yet',
    ...(nearest !== undefined && { advice: `Did you mean "${nearest}"?` }),
  }).message;
}

function unknownKey(where: string, key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return userError(where, 'unknown key', {
    got: key,
    expected: `one of ${shortList(known)}`,
    ...(nearest !== undefined && { advice: `Did you mean "${nearest}"?` }),
  }).message;
}

const knownKeys = (error: ErrorObject): string[] =>
  Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {}).filter(
    (key) => key !== '$schema',
  );

const withArticle = (type: string): string => {
  const words: Record<string, string> = {
    object: 'an object {…}',
    array: 'a list […]',
    boolean: 'true or false',
    integer: 'a whole number',
    number: 'a number',
    string: 'a text "…"',
  };
  return words[type] ?? type;
};

const unescape = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
