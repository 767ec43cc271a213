import { writeSync } from 'node:fs';

/** The standard streams of this process while nothing that Nx writes reaches them. */
export interface HiddenOutput {
  out(text: string): void;
  err(text: string): void;
  /** Shows again what is written from now on, and forgets what was hidden. */
  restore(): void;
}

/** Characters of the hidden text that are kept. */
const KEPT = 16_384;

/**
 * Hides what this process writes; `onText` sees it. When the process ends before `restore` is called, the last of it goes to standard
 * error, because it holds the reason.
 */
export function hideOutput(onText: (text: string) => void): HiddenOutput {
  const streams = [process.stdout, process.stderr] as const;
  const [out, err] = streams.map((stream) => stream.write.bind(stream)) as [Write, Write];
  let hidden = '';
  const swallow = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    hidden = (hidden + text).slice(-KEPT);
    onText(text);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') (done as () => void)();
    return true;
  };
  for (const stream of streams) stream.write = swallow;
  const atExit = () => {
    if (hidden.trim() !== '') writeSync(2, hidden);
  };
  process.on('exit', atExit);
  return {
    out: (text) => void out(text),
    err: (text) => void err(text),
    restore() {
      process.off('exit', atExit);
      [process.stdout.write, process.stderr.write] = [out, err];
    },
  };
}

type Write = typeof process.stdout.write;
