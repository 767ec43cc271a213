import type { ErrorObject } from 'ajv';
import { keysThatHold } from './inner-keys';
import type { JsonSchema } from './json-schema';
import { nearestName } from './nearest-name';
import { shortList, shortText } from './short-text';
import { userError } from './user-error';

/** Words one error of the validator against `schema`; undefined when it only repeats another error. */
export function schemaProblem(
  path: string,
  error: ErrorObject,
  schema: JsonSchema = {},
): string | undefined {
  const { keyword, params, data } = error;
  const keys = error.instancePath.split('/').slice(1).map(unescape);
  const at = documentPath(path, keys);
  const problem = (what: string, expected: string, advice?: string) =>
    userError(at, what, { got: data, expected, ...(advice && { advice }) }).message;
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      return unknownKey(documentPath(path, [...keys, key]), key, error, {
        holders: keysThatHold(schema, keys, key),
      });
    }
    case 'required':
      return userError(at, `key "${params['missingProperty']}" is missing`).message;
    case 'type':
      return problem('wrong type', `${withArticle(String(params['type']))}${keysText(error)}`);
    case 'enum':
      if (typeof data !== 'string') return undefined; // Another error reports its type.
      return unknownName(
        at,
        data,
        params['allowedValues'] as string[],
        error.parentSchema?.['otherwise'] as string | undefined,
      );
    case 'minimum':
      return problem('too small', `at least ${params['limit']}`);
    case 'exclusiveMinimum':
      return problem('too small', `more than ${params['limit']}`);
    case 'maximum':
      return problem('too large', `at most ${params['limit']}`);
    case 'multipleOf':
      return problem('wrong size', `a multiple of ${params['multipleOf']}`);
    case 'minItems':
    case 'minLength':
      return problem('empty', `at least ${params['limit']}`);
    case 'maxItems':
      return problem(
        `too long, ${(data as unknown[]).length} entries`,
        `at most ${params['limit']}`,
      );
    case 'maxLength':
      return problem(
        `too long, ${(data as string).length} characters`,
        `at most ${params['limit']}`,
      );
    default:
      return problem('not allowed', error.message ?? keyword);
  }
}

/** The largest length of a key in a path, in characters. */
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

/** The message for a name that is not in a list; `otherwise` says what else may be meant where no name is near. */
export function unknownName(
  where: string,
  got: unknown,
  known: readonly string[],
  otherwise?: string,
): string {
  const nearest = typeof got === 'string' ? nearestName(nameOfPath(got), known) : undefined;
  const advice = nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;
  return userError(where, 'unknown name', {
    got,
    expected: known.length > 0 ? `one of ${shortList(known)}` : 'nothing: there are none yet',
    ...(advice !== undefined && { advice }),
  }).message;
}

/** The name of the document whose path was written in place of its name: `mini/x` of `./pipelines/mini/x.json`; other texts as they are. */
const nameOfPath = (text: string): string =>
  text.replace(/^(.*\/)?(pipelines|datasets)\//, '').replace(/\.json$/, '');

function unknownKey(
  where: string,
  key: string,
  error: ErrorObject,
  { holders }: { holders: readonly string[] },
): string {
  const known = knownKeys(error);
  const former = (error.parentSchema?.['former'] ?? {}) as Record<string, string>;
  if (Object.hasOwn(former, key)) {
    const expected = `one of ${shortList(known)}`;
    return userError(where, 'this key was replaced', { got: key, expected, advice: former[key]! })
      .message;
  }
  const nearest = nearestName(key, known);
  const within = holders.map((name) => `"${name}": { … }`).join(' or ');
  return userError(where, 'unknown key', {
    got: key,
    expected: `one of ${shortList(known)}`,
    ...(nearest !== undefined && { advice: `Did you mean "${nearest}"?` }),
    ...(within !== '' && { advice: `Write it within ${within}.` }),
  }).message;
}

/** The keys of the object that is expected in place of another value. */
function keysText(error: ErrorObject): string {
  const keys = error.params['type'] === 'object' ? knownKeys(error) : [];
  return keys.length === 0 ? '' : ` with any of the keys ${shortList(keys)}`;
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
