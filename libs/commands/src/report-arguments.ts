import { jsonFlag, readFlags, userError } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export interface Arguments {
  /** `utility` prints the table; `page` prints only the path of the page. */
  command: 'utility' | 'page';
  /** Whether standard output contains only the rows as JSON. */
  json: boolean;
  /** A file to which the same JSON is written. */
  output: string | undefined;
}

export const reportFlags = {
  ...jsonFlag,
  output: { value: 'FILE', help: 'Also write the rows as JSON to this file.' },
} as const satisfies Flags;

export function readArguments([command, ...words]: readonly string[]): Arguments {
  if (command !== 'utility' && command !== 'page') {
    throw userError('report', 'unknown command', { got: command, expected: 'utility or page' });
  }
  return { command, ...readFlags(command, words, reportFlags) };
}
