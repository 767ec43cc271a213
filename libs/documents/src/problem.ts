import { documentPath } from './schema-problem';
import { userError } from './user-error';

/** Way into a document: `['budgets', 'scratch', 2]`. */
export type Keys = (string | number)[];

/** One line, as a list, so that rules can be joined. */
export const problem = (
  path: string,
  keys: Keys,
  what: string,
  details: { got?: unknown; expected: string; advice?: string },
): string[] => [userError(documentPath(path, keys), what, details).message];
