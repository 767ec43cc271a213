import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { count } from './count';
import type { JsonSchema } from './json-schema';
import { oncePer } from './once-per';
import { schemaProblem } from './schema-problem';
import { withSharedParts } from './shared-parts';
import { UserError } from './user-error';

const compiled = oncePer(compile);

/** The largest number of problems of a document in one message, and the largest total length in characters. */
const MAX_PROBLEMS = 20;
const MOST_TEXT = 15_000;
/** The largest number of validator errors that are turned into messages, because a document may have a million. */
const MAX_COMPLAINTS = 200;

/** Throws one error with a line for each of the first 20 problems of the document, and the number of further ones. */
export function validate(schema: JsonSchema, path: string, body: unknown): void {
  const check = compiled(schema);
  if (check(body)) return;
  // An `if` only repeats the errors of its branches.
  const complaints = (check.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  const lines = complaints
    .slice(0, MAX_COMPLAINTS)
    .map((error) => schemaProblem(path, error, schema))
    .filter((line) => line !== undefined);
  throwProblems(lines, Math.max(0, complaints.length - MAX_COMPLAINTS));
}

/**
 * Throws one error with a line for each of the first 20 problems; does nothing without problems. `uncounted` problems were not
 * turned into messages.
 */
export function throwProblems(lines: readonly string[], uncounted = 0): void {
  if (lines.length === 0) return;
  const distinct = [...new Set(lines)];
  const shown: string[] = [];
  let length = 0;
  for (const line of distinct) {
    length += line.length;
    if (shown.length === MAX_PROBLEMS || (length > MOST_TEXT && shown.length > 0)) break;
    shown.push(line);
  }
  const more = distinct.length - shown.length + uncounted;
  if (more > 0) shown.push(`and ${count(more)} more problems`);
  throw new UserError(shown.join('\n'));
}

function compile(schema: JsonSchema): ValidateFunction {
  // `strictTypes` and `strictRequired` reject if/then/else whose branches name keys of the outer schema.
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strictTypes: false,
    strictRequired: false,
    validateSchema: false,
    logger: false,
    inlineRefs: false,
    code: { optimize: false }, // Costs more than it saves: a process checks a few documents.
  });
  ajv.addKeyword('later'); // A key of `withDefaults`, which reads it.
  ajv.addKeyword('former'); // A key of `schemaProblem`, which reads it.
  ajv.addKeyword('otherwise'); // Likewise.
  ajv.addKeyword('names'); // A key of `claimProblems`, which reads it.
  return ajv.compile(withSharedParts(schema));
}
