import { jsonFlag, readFlags, userError } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

export interface DecideArguments {
  /** Whether standard output contains only the record as JSON. */
  json: boolean;
  /** Whether only the next round is printed, and nothing runs. */
  dryRun: boolean;
  /** The most rounds that this command adds. */
  rounds: number;
}

export const decideFlags = {
  ...jsonFlag,
  rounds: { value: 'COUNT', help: 'Add at most COUNT rounds.' },
  'dry-run': { help: 'Only print what the next round would add; nothing runs.' },
} as const satisfies Flags;

export function decideArguments(where: string, words: readonly string[]): DecideArguments {
  const { json, rounds, 'dry-run': dryRun } = readFlags(where, words, decideFlags);
  return { json, dryRun, rounds: roundsOf(rounds) };
}

function roundsOf(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw userError('--rounds', 'no count', { got: text, expected: 'a whole number from 1' });
}
