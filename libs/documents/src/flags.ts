import { nearestName } from './nearest-name';
import { userError } from './user-error';

/** The flags of a command, by name without the two hyphens. */
export type Flags = Readonly<Record<string, Flag>>;

export interface Flag {
  /** Names the value in the help, e.g. `FILE`; absent for switches. */
  value?: string;
  /** One sentence for the help. */
  help: string;
}

/** The text of each flag with a value, undefined when it is absent; true or false for switches. */
export type FlagValues<Known extends Flags> = {
  [Name in keyof Known]: Known[Name] extends { value: string } ? string | undefined : boolean;
};

/**
 * Reads `--json`, `--json=false`, `--output FILE` and `--output=FILE`; the last occurrence of a flag applies. Throws a
 * UserError for any other word and for a missing value. `where` names the command in messages.
 */
export function readFlags<Known extends Flags>(
  where: string,
  words: readonly string[],
  known: Known,
): FlagValues<Known> {
  const values: Record<string, string | boolean | undefined> = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      value === undefined ? false : undefined,
    ]),
  );
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const [, name = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    if (flag === undefined) throw unknownFlag(where, word, known);
    if (flag.value === undefined) values[name] = onOrOff(name, inline);
    else values[name] = required(name, flag.value, inline ?? words[++index]);
  }
  return values as FlagValues<Known>;
}

function onOrOff(name: string, text = 'true'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw userError(`--${name}`, 'takes no value', { got: text, expected: 'true, false or nothing' });
}

function required(name: string, value: string, text: string | undefined): string {
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

/** The help, one line per flag. */
export function flagHelp(known: Flags): string {
  const rows = Object.entries(known).map(([name, { value, help }]) => ({
    flag: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(0, ...rows.map(({ flag }) => flag.length));
  return rows.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}\n`).join('');
}

/** Most commands print a record instead of a table with this flag. */
export const jsonFlag = { json: { help: 'Print the record as JSON.' } } as const satisfies Flags;

/**
 * The flags of a test tool of `curves`. They are here because `commands` lists them, and the two libraries may not import each
 * other.
 */
export const parityFlags = {
  every: { value: 'COUNT', help: 'Only every COUNT-th study; 1 by default.' },
  draws: { value: 'COUNT', help: 'Draws of the recomputation; 20000 by default.' },
} as const satisfies Flags;
