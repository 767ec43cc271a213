import { documentPath } from './schema-problem';
import { userError } from './user-error';

/** The path of keys into a document: `['budgets', 'scratch', 2]`. */
export type Keys = (string | number)[];

/** The message of one problem in a list, so that the results of rules can be concatenated. */
export const problem = (
  path: string,
  keys: Keys,
  what: string,
  details: { got?: unknown; expected: string; advice?: string },
): string[] => [userError(documentPath(path, keys), what, details).message];
