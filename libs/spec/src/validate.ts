import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import type { JsonSchema } from './json-schema';
import { schemaProblem } from './schema-problem';
import { UserError } from './user-error';

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Throws one error with a line for every problem of the document. */
export function validate(schema: JsonSchema, path: string, body: unknown): void {
  const check = compiled.get(schema) ?? compile(schema);
  if (check(body)) return;
  const lines = (check.errors ?? []).map((error) => schemaProblem(path, error));
  throwProblems(lines.filter((line) => line !== undefined));
}

/** Nothing when there are none. */
export function throwProblems(lines: readonly string[]): void {
  if (lines.length > 0) throw new UserError([...new Set(lines)].join('\n'));
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
    code: { optimize: false }, // Costs more than it saves: a process checks a few documents.
  });
  const check = ajv.compile(schema);
  compiled.set(schema, check);
  return check;
}
