import type { DocumentFile } from './documents';
import { isObject } from './json-schema';
import { structureFault } from './json-structure';
import type { JsonObject } from './node-config';
import { userError } from './user-error';

/** Of a file and of every folder on the way to it. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Names of nodes, and so of files and folders, are made of it. */
const LONGEST_NAME = 60;
/** No schema of ours has ten levels. */
const MOST_LEVELS = 50;

/** Text → object, with the place of a syntax error as line and column. Throws a UserError. */
export function parseDocument({ path, text, fault }: DocumentFile): JsonObject {
  checkNames(path);
  if (fault !== undefined) throw fault;
  const own = text.replace(/^\ufeff/, '');
  let body: unknown;
  try {
    body = JSON.parse(own);
  } catch (error) {
    throw userError(`${path} › ${syntaxPlace(own, error as Error)}`, 'not JSON', {
      advice: reason(error as Error),
    });
  }
  checkStructure(path, own);
  if (!isObject(body))
    throw userError(path, 'not a document', { got: body, expected: 'an object {…}' });
  return body;
}

function checkNames(path: string): void {
  const parts = path.replace(/\.json$/, '').split('/');
  const name = parts.find((part) => !NAME.test(part));
  if (name !== undefined) {
    throw userError(path, 'not a name for a document', {
      got: name,
      expected: 'lower-case letters, digits and single hyphens, e.g. shapes-tc.json',
      advice: 'Rename the file.',
    });
  }
  const long = parts.find(({ length }) => length > LONGEST_NAME);
  if (long === undefined) return;
  throw userError(path, `too long for a name, ${long.length} characters`, {
    got: long,
    expected: `at most ${LONGEST_NAME}`,
    advice: 'Rename the file.',
  });
}

function checkStructure(path: string, text: string): void {
  const fault = structureFault(text, MOST_LEVELS);
  if (fault === undefined) return;
  const where = `${path} › ${placeOf(text, fault.offset)}`;
  if (fault.kind === 'a key twice') {
    throw userError(where, 'a key twice in one object', {
      got: fault.key,
      expected: 'each key once',
      advice: 'Remove one of the two.',
    });
  }
  throw userError(where, fault.kind, { expected: `at most ${MOST_LEVELS} levels` });
}

/** Where the text stops being JSON; its end when it is only too short. */
function syntaxPlace(text: string, { message }: Error): string {
  const found = /at position (\d+)/.exec(message);
  if (found) return placeOf(text, Number(found[1]));
  return placeOf(text, UNEXPECTED.test(message) ? unexpectedAt(text) : text.length);
}

/** V8 of Node 20 says which character it did not expect, but not where. */
const UNEXPECTED = /^(Unexpected token '.{1,2}'), .*$/su;

/** Offset of the first character with which the text cannot become JSON any more. */
function unexpectedAt(text: string): number {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isUnexpected(text.slice(0, middle))) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

function isUnexpected(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return UNEXPECTED.test((error as Error).message);
  }
}

/** `line 3, column 5` */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

const reason = ({ message }: Error): string =>
  `${message.replace(/ in JSON at position.*$/s, '').replace(UNEXPECTED, '$1')}.`;
