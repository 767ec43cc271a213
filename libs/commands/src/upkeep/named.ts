import { jsonFlag, userError } from '@nhat/documents';
import type { Flags } from '@nhat/documents';

/** The first word that is neither a flag nor the value of one, and the other words. */
export function splitName(
  args: readonly string[],
  known: Flags,
): { name: string | undefined; words: string[] } {
  const takesValue = (word = '') =>
    word.startsWith('--') && known[word.slice(2)]?.value !== undefined;
  const at = args.findIndex((word, index) => !word.startsWith('-') && !takesValue(args[index - 1]));
  return { name: args[at], words: args.filter((_, index) => index !== at) };
}

/** The one word that is no flag, and the other words. Throws a UserError where there is none. */
export function nameIn(where: string, args: readonly string[]): { name: string; words: string[] } {
  const { name, words } = splitName(args, jsonFlag);
  if (name !== undefined) return { name, words };
  throw userError(where, 'no name', {
    expected: 'a pipeline, or a node',
    advice: `E.g. npx ${where} smoke; npx nx pins lists what is pinned.`,
  });
}
