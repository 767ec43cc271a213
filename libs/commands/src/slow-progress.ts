import { count } from '@nhat/documents';

/** Work that takes longer is said to take long, in milliseconds. */
const LONG = 10_000;
/** A terminal is written to no more often, in milliseconds. */
const OFTEN = 200;

export interface SlowProgressOptions {
  write(text: string): void;
  /** Whether a line may be written over. */
  isTerminal: boolean;
  now?(): number;
}

/**
 * Tells how far a piece of work with several parts is, once it has taken ten seconds, with the time that the part still takes: in one line of a
 * terminal, else in a line every ten seconds. Short work says nothing.
 */
export function slowProgress({
  write,
  isTerminal,
  now = () => performance.now(),
}: SlowProgressOptions): { part(what: string, done: number, of: number): void; end(): void } {
  const start = now();
  let [said, partStart, current, isShown] = [start, start, '', false];
  const clear = () => {
    if (isShown) write('\r\x1b[K');
    isShown = false;
  };
  return {
    part(what, done, of) {
      const time = now();
      if (what !== current) [current, partStart] = [what, time];
      if (time - start < LONG || time - said < (isTerminal ? OFTEN : LONG)) return;
      said = time;
      const left = done === 0 ? 0 : ((time - partStart) * (of - done)) / done;
      const text = `${count(done)} of ${count(of)} ${what}${leftText(left)}`;
      write(isTerminal ? `\r\x1b[K${text}` : `${text}\n`);
      isShown = isTerminal;
    },
    end: clear,
  };
}

function leftText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 2) return '';
  return seconds < 90
    ? `, about ${seconds} s left`
    : `, about ${Math.round(seconds / 60)} min left`;
}
