import { shortText, shortValue } from './short-text';

/** The largest length of a place, and of any other part of a message, in characters. */
const PLACE_LENGTH = 500;
const PART_LENGTH = 4000;

/**
 * A mistake of the user, shown as one message without a stack: `<where>: <what> (got <value>; expected <rule or list>)`,
 * followed by advice where there is any.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** `where: what (got …; expected …)[. advice]`; of `got` at most 200 characters, control characters escaped everywhere. */
export function userError(
  where: string,
  what: string,
  details: { got?: unknown; expected?: string; advice?: string } = {},
): UserError {
  const parts: string[] = [];
  if ('got' in details) parts.push(`got ${shortValue(details.got)}`);
  if (details.expected !== undefined) {
    parts.push(`expected ${shortText(details.expected, PART_LENGTH)}`);
  }
  const inBrackets = parts.length > 0 ? ` (${parts.join('; ')})` : '';
  const advice = details.advice === undefined ? '' : `. ${shortLines(details.advice)}`;
  const place = shortText(where, PLACE_LENGTH);
  return new UserError(`${place}: ${shortLines(what)}${inBrackets}${advice}`);
}

const shortLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => shortText(line, PART_LENGTH))
    .join('\n');
