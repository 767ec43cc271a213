import { nearestName, userError } from '@nhat/spec';

export interface Arguments {
  /** `utility` prints the table, `report` only where the page is. */
  what: 'utility' | 'report';
  /** Standard output holds the list as JSON and nothing else. */
  json: boolean;
  /** A file that gets the same JSON. */
  output: string | undefined;
}

const FLAGS = ['--json', '--output'];

export function readArguments([what, ...rest]: readonly string[]): Arguments {
  if (what !== 'utility' && what !== 'report') {
    throw userError('report', 'unknown command', { got: what, expected: 'utility or report' });
  }
  const found: Arguments = { what, json: false, output: undefined };
  for (let at = 0; at < rest.length; at++) {
    const [flag, inline] = split(rest[at]!);
    if (flag === '--json') found.json = inline !== 'false';
    else if (flag === '--output') found.output = file(inline ?? rest[++at]);
    else throw unknown(what, flag);
  }
  return found;
}

function split(argument: string): [flag: string, value: string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function file(name: string | undefined): string {
  if (name === undefined || name === '' || name.startsWith('--')) {
    throw userError('--output', 'no file named', { expected: '--output FILE' });
  }
  return name;
}

function unknown(what: string, flag: string) {
  const meant = nearestName(flag, FLAGS);
  return userError(what, 'unknown option', {
    got: flag,
    expected: FLAGS.join(' or '),
    ...(meant === undefined ? {} : { advice: `Did you mean ${meant}?` }),
  });
}
