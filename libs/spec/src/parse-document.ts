import type { DocumentFile } from './documents';
import { isObject } from './json-schema';
import type { JsonObject } from './node-config';
import { userError } from './user-error';

/** Of a file and of every folder on the way to it. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Text → object, with the place of a syntax error as line and column. */
export function parseDocument({ path, text }: DocumentFile): JsonObject {
  const parts = path.replace(/\.json$/, '').split('/');
  const name = parts.find((part) => !NAME.test(part));
  if (name !== undefined) {
    throw userError(path, 'not a name for a document', {
      got: name,
      expected: 'lower-case letters, digits and single hyphens, e.g. shapes-tc.json',
    });
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw userError(`${path}${place(text, error as Error)}`, 'not JSON', {
      advice: reason(error as Error),
    });
  }
  if (!isObject(body))
    throw userError(path, 'not a document', { got: body, expected: 'an object {…}' });
  return body;
}

/** ` › line 3, column 5`, from the position that V8 names. */
function place(text: string, { message }: Error): string {
  const found = /at position (\d+)/.exec(message);
  const before = text.slice(0, found ? Number(found[1]) : text.length).split('\n');
  return ` › line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

const reason = ({ message }: Error): string =>
  `${message.replace(/ in JSON at position.*$/s, '').replace(/, \.\.\..*$/s, '')}.`;
