import { systemPlatform } from '@nhat/artifacts';
import type { Platform } from '@nhat/artifacts';
import { MISSING, hasEach } from './store-backend';
import type { EntryPath, StoreBackend } from './store-backend';
import { Unavailable } from './unavailable';

export interface Patience {
  /** The longest time in milliseconds that a call may take. */
  longestMs?: number;
  /** The time in milliseconds for which a backend that timed out is not called again. */
  pauseMs?: number;
  /** Called for each entry that was not taken. */
  onLost?(path: EntryPath): void;
  platform?: Platform;
}

/** A backend that counts its failures. */
export type Tolerant<Backend extends StoreBackend> = Backend & { failures(): number };

/**
 * Wraps a backend so that its failures do not fail the run: entries that it cannot return count as missing, and writes that it
 * refuses are skipped. `warn` gets one line at the first failure, and one at the first entry that was not accepted, if that has
 * another reason. A call that takes longer than `longestMs` counts as a failure and is abandoned; the backend then counts as
 * down for the next `pauseMs`, as it does after an Unavailable.
 */
export function tolerant<Backend extends StoreBackend>(
  backend: Backend,
  warn: (line: string) => void,
  { longestMs = 60_000, pauseMs = 30_000, onLost, platform = systemPlatform }: Patience = {},
): Tolerant<Backend> {
  let failures = 0;
  let silentUntil = -Infinity;
  const said = { question: '', upload: '' };
  const fail = (what: keyof typeof said, why: string) => {
    failures++;
    const isNews = said[what] === '' && !Object.values(said).includes(why);
    said[what] ||= why;
    if (!isNews) return;
    const [of, so] =
      what === 'upload'
        ? [' for uploads', 'results stay here']
        : ['', 'the run goes on without it'];
    warn(`store: ${backend.location} is not available${of} (${why}); ${so}`);
  };
  const attempt = async <Answer>(
    act: () => Promise<Answer>,
    instead: Answer,
    what: keyof typeof said = 'question',
  ): Promise<Answer> => {
    if (platform.now() < silentUntil) {
      failures++;
      return instead;
    }
    try {
      return await withinTime(act(), longestMs, platform);
    } catch (error) {
      if (error instanceof Unavailable) silentUntil = platform.now() + pauseMs;
      fail(what, (error as Error).message);
      return instead;
    }
  };
  return {
    ...backend,
    putFirst: undefined,
    location: backend.location,
    failures: () => failures,
    get: (path, limit) => attempt(async () => backend.get(path, limit), MISSING),
    async put(path, bytes) {
      const act = async () => (await backend.put(path, bytes), true);
      if (!(await attempt(act, false, 'upload'))) onLost?.(path);
    },
    has: (path) => attempt(async () => backend.has(path), false),
    hasEach: (paths) =>
      attempt(
        async () => hasEach(backend, paths),
        paths.map(() => false),
      ),
    probe: () => attempt(async () => backend.probe?.(), undefined),
  };
}

async function withinTime<Answer>(
  answer: Promise<Answer>,
  ms: number,
  platform: Platform,
): Promise<Answer> {
  let endTimer = () => {};
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new Unavailable(`no answer after ${ms / 1000} s`));
    endTimer = platform.after(ms, late);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    endTimer();
  }
}
