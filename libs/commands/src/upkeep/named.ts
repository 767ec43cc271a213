import { userError } from '@nhat/documents';

/** The one word that is no flag, and the other words. Throws a UserError where there is none. */
export function nameIn(where: string, args: readonly string[]): { name: string; words: string[] } {
  const name = args.find((word) => !word.startsWith('-'));
  if (name !== undefined) return { name, words: args.filter((word) => word !== name) };
  throw userError(where, 'no name', {
    expected: 'a pipeline, or a node',
    advice: `E.g. npx ${where} smoke; npx nx pins lists what is pinned.`,
  });
}
