import { join } from 'node:path';
import { performNow, writeAtomicSteps } from '@nhat/artifacts';
import type { Platform } from '@nhat/artifacts';

/** Milliseconds for which a store that gave no answer is not asked again, at first and at most. */
const FIRST_MS = 30_000;
const LONGEST_MS = 600_000;

/** For how long a store that gave no answer is not asked. */
export interface Silence {
  lasts(): boolean;
  /** The store has given no answer. */
  begin(): void;
}

/** One that only this process keeps, for `pauseMs` each time. */
export function ownSilence(platform: Platform, pauseMs = FIRST_MS): Silence {
  let until = -Infinity;
  return {
    lasts: () => platform.now() < until,
    begin: () => void (until = platform.now() + pauseMs),
  };
}

interface Note {
  run: string;
  /** Milliseconds since 1970. */
  until: number;
  pauseMs: number;
}

/**
 * One that all processes of a run keep, because each of them would otherwise wait for a server that hangs. The pause is doubled when
 * the store gives no answer after it, up to ten minutes. `run` identifies the run: another one asks at once, because the server may
 * have been mended. Outside a run, and where the file cannot be written, each process keeps its own.
 */
export function sharedSilence(root: string, run: string | undefined, platform: Platform): Silence {
  const file = join(root, '.nhat', 'silent-store.json');
  const own = ownSilence(platform);
  if (run === undefined) return own;
  /** The note of this run; undefined when there is none, or when its time cannot be right because the clock was set. */
  const note = (): Note | undefined => {
    try {
      const found = JSON.parse(platform.files.readFileSync(file, 'utf8')) as Note;
      return found.run === run && found.until - platform.date() <= LONGEST_MS ? found : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    lasts: () => own.lasts() || (note()?.until ?? 0) > platform.date(),
    begin() {
      own.begin();
      const last = note();
      const now = platform.date();
      if (last !== undefined && last.until > now) return; // Another process has said so.
      const isRepeated = last !== undefined && now < last.until + 2 * last.pauseMs;
      const pauseMs = isRepeated ? Math.min(2 * last.pauseMs, LONGEST_MS) : FIRST_MS;
      const next: Note = { run, until: now + pauseMs, pauseMs };
      try {
        performNow(writeAtomicSteps(platform, file, JSON.stringify(next), { durable: false }));
      } catch {
        // The others wait for themselves.
      }
    },
  };
}
