import { isObject } from './json-schema';
import { structureFault } from './json-structure';
import type { JsonObject } from './json';
import { userError } from './user-error';

/** The content of a file. */
export interface DocumentFile {
  /** Relative to the workspace, with forward slashes: `pipelines/smoke.json`. */
  path: string;
  text: string;
  /** The error with which reading the file failed; thrown when the document is read. */
  fault?: Error;
}

/** The pattern of the name of a file and of each folder in its path. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** The limit exists because names of nodes, files and folders are derived from it. */
export const MAX_NAME_LENGTH = 60;
/** No schema of documents has ten levels. */
const MAX_LEVELS = 50;

/** Parses the text of a document. Syntax errors have line and column. Throws a UserError. */
export function parseDocument({ path, text, fault }: DocumentFile): JsonObject {
  checkNames(path);
  if (fault !== undefined) throw fault;
  const withoutMark = text.replace(/^\ufeff/, '');
  let body: unknown;
  try {
    body = JSON.parse(withoutMark);
  } catch (error) {
    throw userError(`${path} › ${syntaxPlace(withoutMark, error as Error)}`, 'not JSON', {
      advice: reason(error as Error),
    });
  }
  checkStructure(path, withoutMark);
  if (!isObject(body))
    throw userError(path, 'not a document', { got: body, expected: 'an object {…}' });
  return body;
}

function checkNames(path: string): void {
  const parts = path.replace(/(\.added)?\.json$/, '').split('/');
  const name = parts.find((part) => !NAME.test(part));
  if (name !== undefined) {
    throw userError(path, 'not a name for a document', {
      got: name,
      expected: 'lower-case letters, digits and single hyphens, e.g. shapes-tc.json',
      advice: 'Rename the file.',
    });
  }
  const long = parts.find(({ length }) => length > MAX_NAME_LENGTH);
  if (long === undefined) return;
  throw userError(path, `too long for a name, ${long.length} characters`, {
    got: long,
    expected: `at most ${MAX_NAME_LENGTH}`,
    advice: 'Rename the file.',
  });
}

function checkStructure(path: string, text: string): void {
  const fault = structureFault(text, MAX_LEVELS);
  if (fault === undefined) return;
  const where = `${path} › ${placeOf(text, fault.offset)}`;
  if (fault.kind === 'a key twice') {
    throw userError(where, 'a key twice in one object', {
      got: fault.key,
      expected: 'each key once',
      advice: 'Remove one of the two.',
    });
  }
  throw userError(where, fault.kind, { expected: `at most ${MAX_LEVELS} levels` });
}

/** The position of the syntax error; the end of the text if it is incomplete. */
function syntaxPlace(text: string, { message }: Error): string {
  const position = /at position (\d+)/.exec(message);
  if (position) return placeOf(text, Number(position[1]));
  return placeOf(text, UNEXPECTED.test(message) ? unexpectedAt(text) : text.length);
}

/** V8 of Node 20 names the unexpected character, but not its position. */
const UNEXPECTED = /^(Unexpected token '.{1,2}'), .*$/su;

/** Offset of the first character with which the text can no longer become JSON. */
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
