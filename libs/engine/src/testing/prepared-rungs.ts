import { openedRung } from '../opened-rung';
import type { Rung } from '../rung';

/** The rungs that tests can open on this machine: all of them where the native engine is prepared. */
export const preparedRungs = (): Rung[] =>
  openedRung() === 'native' ? ['native', 'wasm', 'cpu'] : ['wasm', 'cpu'];

// A skipped test in each suite that would also run on the native engine, so that its absence is counted and printed.
if (openedRung() !== 'native') {
  describe('the native engine', () => {
    it.skip('is not prepared on this machine', () => undefined);
  });
}
