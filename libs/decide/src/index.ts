export { nextRound } from './next-round';
export type { Round, RoundRun, RoundUtility } from './next-round';
export { roundText, standText, stopText } from './round-text';
