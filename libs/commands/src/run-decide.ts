import { runAlone } from './run-alone';

/** Runs `nx decide` for one pipeline in a process of its own, which has the terminal to itself; returns its exit status. */
export async function runDecide(
  root: string,
  name: string,
  words: readonly string[],
): Promise<number> {
  const command = 'node tools/load.cjs libs/commands/src/decide.ts';
  return (await runAlone(root, command, words, { NHAT_PIPELINE: JSON.stringify({ name }) })) ?? 1;
}
