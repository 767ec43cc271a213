import type { EngineFacts } from './rung';

let opened: EngineFacts | undefined;

/** Remembers what `openEngine` opened in this process. */
export const setOpenedEngine = (facts: EngineFacts): void => {
  opened = facts;
};

/** What is open in this process; throws before `openEngine` has finished. */
export function openedEngine(): EngineFacts {
  if (!opened) throw new Error('engine: not open; await openEngine() first');
  return opened;
}
