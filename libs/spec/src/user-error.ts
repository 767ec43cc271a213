/**
 * A mistake of the user: shown as one message, without a stack.
 * Message: `<where>: <what> (got <value>; expected <rule or list>)`, and what to do when that is known.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** `where: what (got …; expected …)[. advice]` */
export function userError(
  where: string,
  what: string,
  details: { got?: unknown; expected?: string; advice?: string } = {},
): UserError {
  const parts: string[] = [];
  if ('got' in details) parts.push(`got ${JSON.stringify(details.got) ?? String(details.got)}`);
  if (details.expected !== undefined) parts.push(`expected ${details.expected}`);
  const inBrackets = parts.length > 0 ? ` (${parts.join('; ')})` : '';
  const advice = details.advice === undefined ? '' : `. ${details.advice}`;
  return new UserError(`${where}: ${what}${inBrackets}${advice}`);
}
