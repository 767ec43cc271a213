import { MISSING, hasEach } from './store-backend';
import type { StoreBackend } from './store-backend';

export interface Patience {
  /** The longest time in milliseconds that a call may take. */
  longestMs?: number;
  /** The time in milliseconds for which a backend that timed out is not called again. */
  pauseMs?: number;
}

/** A backend that counts its failures. */
export type Tolerant<Backend extends StoreBackend> = Backend & { failures(): number };

/**
 * Wraps a backend so that its failures do not fail the run: entries that it cannot return count as missing, and writes that it
 * refuses are skipped. `warn` gets one line, at the first failure. A call that takes longer than `longestMs` counts as a
 * failure and is abandoned; the backend then counts as down for the next `pauseMs`.
 */
export function tolerant<Backend extends StoreBackend>(
  backend: Backend,
  warn: (line: string) => void,
  { longestMs = 60_000, pauseMs = 30_000 }: Patience = {},
): Tolerant<Backend> {
  let failures = 0;
  let silentUntil = -Infinity;
  const fail = (why: string) => {
    failures++;
    if (failures > 1) return;
    warn(`store: ${backend.location} is not available (${why}); the run goes on without it`);
  };
  const attempt = async <Answer>(act: () => Promise<Answer>, instead: Answer): Promise<Answer> => {
    if (performance.now() < silentUntil) {
      failures++;
      return instead;
    }
    try {
      return await withinTime(act(), longestMs);
    } catch (error) {
      if (error instanceof TookTooLong) silentUntil = performance.now() + pauseMs;
      fail((error as Error).message);
      return instead;
    }
  };
  return {
    ...backend,
    location: backend.location,
    failures: () => failures,
    get: (path, limit) => attempt(async () => backend.get(path, limit), MISSING),
    put: (path, bytes) => attempt(async () => backend.put(path, bytes), undefined),
    has: (path) => attempt(async () => backend.has(path), false),
    hasEach: (paths) =>
      attempt(
        async () => hasEach(backend, paths),
        paths.map(() => false),
      ),
    probe: () => attempt(async () => backend.probe?.(), undefined),
    quarantine: (path) => attempt(async () => backend.quarantine?.(path), undefined),
  };
}

class TookTooLong extends Error {}

async function withinTime<Answer>(answer: Promise<Answer>, ms: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`no answer after ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}
