import { digits } from '@nhat/documents/digits';
import { duration, rateMeter } from '@nhat/live';
import type { Progress } from './stage';

export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** Milliseconds between updates: of the line on a terminal, of log lines in a pipe. */
const INTERVAL = { terminal: 200, pipe: 10_000 };

/** Shows progress as one line that is redrawn on a terminal, or as a line every ten seconds in a pipe. */
export function progressDisplay(
  name: string,
  screen: Screen,
  now: () => number,
): Progress & { close(): void } {
  const terminal = screen.isTTY === true;
  const interval = terminal ? INTERVAL.terminal : INTERVAL.pipe;
  const measure = rateMeter(now);
  let shownAt = now();
  let open = false;
  const clear = () => {
    if (open) screen.write('\r\x1b[K');
    open = false;
  };
  return {
    step(done, total, images, shown) {
      const { imagesPerSecond, secondsLeft } = measure(done, total, images);
      const at = now();
      if (at - shownAt < interval) return;
      shownAt = at;
      const line = progressLine({ name, done, total, shown, imagesPerSecond, secondsLeft });
      clear();
      screen.write(terminal ? line : `${line}\n`);
      open = terminal;
    },
    note(line) {
      clear();
      screen.write(`${name}: ${line}\n`);
    },
    close: clear,
  };
}

function progressLine(now: {
  name: string;
  done: number;
  total: number;
  shown: Record<string, number>;
  imagesPerSecond: number;
  secondsLeft: number;
}): string {
  const values = Object.entries(now.shown).map(([key, value]) => `${key} ${short(value)}`);
  const rate = Number.isFinite(now.imagesPerSecond)
    ? [`${Math.round(now.imagesPerSecond)} images/s`]
    : [];
  const left = Number.isFinite(now.secondsLeft) ? [`${duration(now.secondsLeft)} left`] : [];
  return [`${now.name}: step ${now.done}/${now.total}`, ...values, ...rate, ...left].join('  ');
}

const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : digits(value, 3);
