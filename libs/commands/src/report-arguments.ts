import { jsonFlag, readFlags, userError } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

const COMMANDS = ['utility', 'page', 'claims'] as const;

export type ReportCommand = (typeof COMMANDS)[number];

export interface Arguments {
  /** `utility` prints the table, `claims` the claims; `page` prints only the path of the page. */
  command: ReportCommand;
  /** Whether standard output contains only JSON: the rows, or the claims. */
  json: boolean;
  /** A file to which the same JSON is written. */
  output: string | undefined;
  /** Whether the warnings are printed in full, with what was compared and what it cost. */
  warnings: boolean;
}

export const reportFlags = {
  ...jsonFlag,
  output: { value: 'FILE', help: 'Also write the rows, or the claims, as JSON to this file.' },
  warnings: {
    help: 'Also print the warnings, how sure the numbers are, and what each stage cost.',
  },
} as const satisfies Flags;

export function readArguments([command, ...words]: readonly string[]): Arguments {
  const known = COMMANDS.find((one) => one === command);
  if (known === undefined) {
    throw userError('report', 'unknown command', {
      got: command,
      expected: 'utility, page or claims',
    });
  }
  return { command: known, ...readFlags(known, words, reportFlags) };
}
