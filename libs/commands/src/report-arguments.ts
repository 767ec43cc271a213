import { jsonFlag, readFlags, userError } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export interface Arguments {
  /** `utility` prints the table, `page` only where the page is. */
  what: 'utility' | 'page';
  /** Standard output holds the list as JSON and nothing else. */
  json: boolean;
  /** A file that gets the same JSON. */
  output: string | undefined;
}

export const reportFlags = {
  ...jsonFlag,
  output: { value: 'FILE', help: 'Write the rows as JSON to this file too.' },
} as const satisfies Flags;

export function readArguments([what, ...rest]: readonly string[]): Arguments {
  if (what !== 'utility' && what !== 'page') {
    throw userError('report', 'unknown command', { got: what, expected: 'utility or page' });
  }
  return { what, ...readFlags(what, rest, reportFlags) };
}
