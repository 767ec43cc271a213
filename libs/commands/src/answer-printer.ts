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
  if (!run) {
    return {
      print: (text) => void process.stdout.write(text),
      warn: (line) => void process.stderr.write(`${line}\n`),
    };
  }
  return {
    print: (text) => writeAnswer(root, run, { pipeline, text, warnings: [] }),
    warn: (line) => writeAnswer(root, run, { pipeline, text: '', warnings: [line] }),
  };
}
