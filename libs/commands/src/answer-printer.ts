import { writeAnswer } from '@nhat/live';

/** Prints what a command answers, and its warnings, each a line without its end. */
export interface AnswerPrinter {
  print(text: string): void;
  warn(line: string): void;
}

/**
 * Prints to the standard streams; under a view of the run, which NHAT_VIEW names, it leaves the texts to that, because Nx would mix
 * the two streams.
 */
export function answerPrinter(
  root: string,
  pipeline: string,
  environment: Readonly<Record<string, string | undefined>>,
): AnswerPrinter {
  const run = environment['NHAT_VIEW'];
  const toStreams: AnswerPrinter = {
    print: (text) => void process.stdout.write(text),
    warn: (line) => void process.stderr.write(`${line}\n`),
  };
  if (!run) return toStreams;
  const isKept = (text: string, warnings: string[]) =>
    writeAnswer(root, run, { pipeline, text, warnings });
  // What the view cannot read, e.g. because `.nhat` is read-only, is printed after it, with the output of the task.
  return {
    print: (text) => void (isKept(text, []) || toStreams.print(text)),
    warn: (line) => void (isKept('', [line]) || toStreams.warn(line)),
  };
}
