import { setTimeout as pause } from 'node:timers/promises';
import { NoAnswer } from './exchange-faults';

/** How often something is tried. */
export interface Retries {
  /** All tries together, at least 1. */
  tries: number;
  /** Milliseconds before the second try; doubled before each further one. */
  firstPauseMs: number;
  /** Evenly distributed in [0, 1): a pause lasts half to three halves of its length, so that many clients spread. */
  random(): number;
}

/** Tries again what failed by a NoAnswer that may pass. Rejects with the last failure. */
export async function retrying<Answer>(
  act: () => Promise<Answer>,
  { tries, firstPauseMs, random }: Retries,
): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    try {
      return await act();
    } catch (error) {
      if (tried >= tries || !(error instanceof NoAnswer && error.isPassing)) throw error;
    }
    await pause(firstPauseMs * 2 ** (tried - 1) * (0.5 + random()));
  }
}
