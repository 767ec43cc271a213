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
  let first: { at: number; done: number; images: number } | undefined;
  let shownAt = now();
  let open = false;
  const clear = () => {
    if (open) screen.write('\r\x1b[K');
    open = false;
  };
  return {
    step(done, total, images, shown) {
      const at = now();
      first ??= { at, done, images };
      if (at - shownAt < interval) return;
      shownAt = at;
      const seconds = (at - first.at) / 1000;
      const line = progressLine({
        name,
        done,
        total,
        shown,
        imagesPerSecond: (images - first.images) / seconds,
        secondsLeft: ((total - done) * seconds) / (done - first.done),
      });
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

export function progressLine(now: {
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

/** `0:09`, `12:30`, `1:02:03` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(whole % 60)}`
    : `${minutes}:${pad(whole % 60)}`;
}

const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toPrecision(3);
