import { openedRung } from '../opened-rung';
import type { Rung } from '../rung';

/** The rungs that tests can open on this machine: all of them where the native engine is prepared. */
export const preparedRungs = (): Rung[] =>
  openedRung() === 'native' ? ['native', 'wasm', 'cpu'] : ['wasm', 'cpu'];
