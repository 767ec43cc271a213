import { systemPlatform } from '@nhat/artifacts';
import type { Platform } from '@nhat/artifacts';
import { OtherEntry } from './other-entry';
import { ownSilence } from './silence';
import type { Silence } from './silence';
import { MISSING, hasEach } from './store-backend';
import type { EntryPath, StoreBackend } from './store-backend';
import { Unavailable } from './unavailable';

export interface Patience {
  /** The longest time in milliseconds that a call may take. */
  longestMs?: number;
  /** For how long a backend that timed out is not called again; of this process alone when absent. */
  silence?: Silence;
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
 * down while the `silence` lasts, as it does after an Unavailable.
 */
export function tolerant<Backend extends StoreBackend>(
  backend: Backend,
  warn: (line: string) => void,
  {
    longestMs = 60_000,
    onLost,
    platform = systemPlatform,
    silence = ownSilence(platform),
  }: Patience = {},
): Tolerant<Backend> {
  let failures = 0;
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
  let hasNamedOther = false;
  const failOfOne = (why: string) => {
    failures++;
    if (!hasNamedOther) warn(`store: ${backend.location}: ${why}; the result stays here`);
    hasNamedOther = true;
  };
  const attempt = async <Answer>(
    act: () => Promise<Answer>,
    instead: Answer,
    what: keyof typeof said = 'question',
  ): Promise<Answer> => {
    if (silence.lasts()) {
      failures++;
      return instead;
    }
    try {
      return await withinTime(act(), longestMs, platform);
    } catch (error) {
      if (error instanceof Unavailable) silence.begin();
      if (error instanceof OtherEntry) failOfOne(error.message);
      else fail(what, (error as Error).message);
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
