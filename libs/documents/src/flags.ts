import { nearestName } from './nearest-name';
import { userError } from './user-error';

/** What a command may be told on its line, by name without the two hyphens. */
export type Flags = Readonly<Record<string, Flag>>;

export interface Flag {
  /** What stands behind it, for help, e.g. `FILE`; without it the flag is on or off. */
  value?: string;
  /** One sentence, for help. */
  help: string;
}

/** A text for each flag that has a value, undefined where it is not given; true or false for the others. */
export type FlagValues<Known extends Flags> = {
  [Name in keyof Known]: Known[Name] extends { value: string } ? string | undefined : boolean;
};

/**
 * Reads `--json`, `--json=false`, `--output FILE` and `--output=FILE`; the last of two holds. Throws a UserError for any other
 * word and a missing value. `where` names the command in messages.
 */
export function readFlags<Known extends Flags>(
  where: string,
  words: readonly string[],
  known: Known,
): FlagValues<Known> {
  const found: Record<string, string | boolean | undefined> = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      value === undefined ? false : undefined,
    ]),
  );
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [, name = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    if (flag === undefined) throw unknownFlag(where, word, known);
    if (flag.value === undefined) found[name] = onOrOff(name, inline);
    else found[name] = given(name, flag.value, inline ?? words[++at]);
  }
  return found as FlagValues<Known>;
}

function onOrOff(name: string, text = 'true'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw userError(`--${name}`, 'takes no value', { got: text, expected: 'true, false or nothing' });
}

function given(name: string, value: string, text: string | undefined): string {
  if (text !== undefined && text !== '' && !text.startsWith('--')) return text;
  throw userError(`--${name}`, 'no value', { expected: `--${name} ${value}` });
}

function unknownFlag(where: string, word: string, known: Flags): Error {
  const names = Object.keys(known).map((name) => `--${name}`);
  const nearest = nearestName(word.replace(/=.*$/s, ''), names);
  return userError(where, word.startsWith('-') ? 'unknown option' : 'unknown word', {
    got: word,
    expected: names.length === 0 ? 'no options' : names.join(' or '),
    ...(nearest !== undefined && { advice: `Did you mean ${nearest}?` }),
  });
}

/** A line for each flag. */
export function flagHelp(known: Flags): string {
  const rows = Object.entries(known).map(([name, { value, help }]) => ({
    flag: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(0, ...rows.map(({ flag }) => flag.length));
  return rows.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}\n`).join('');
}

/** Most commands print a record instead of a table. */
export const jsonFlag = { json: { help: 'Print the record as JSON.' } } as const satisfies Flags;

/** Read by a test tool of `curves` and listed by `commands`, which may not import each other. */
export const parityFlags = {
  every: { value: 'COUNT', help: 'Only every COUNT-th study; 1 if not given.' },
  draws: { value: 'COUNT', help: 'Draws of the recomputation; 20000 if not given.' },
} as const satisfies Flags;
