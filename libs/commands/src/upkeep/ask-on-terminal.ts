/** How a question was answered; `stopped` is Ctrl-C. */
export type Answer = 'yes' | 'no' | 'stopped';

/** Asks a question on the terminal. All but "y" and "yes" is a no, and so is the end of the input, Ctrl-D. */
export async function askOnTerminal(question: string): Promise<Answer> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<Answer | undefined>((end) => {
    lines.once('SIGINT', () => end('stopped'));
    lines.once('close', () => end(undefined));
    lines.question(question, (text) => end(/^y(es)?$/i.test(text.trim()) ? 'yes' : 'no'));
  });
  lines.close();
  // Without an answer the cursor stands behind the question.
  if (answer === undefined || answer === 'stopped') process.stdout.write('\n');
  return answer ?? 'no';
}
