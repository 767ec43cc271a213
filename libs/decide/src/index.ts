export { goalOfPipeline, nextRound } from './next-round';
export type { Round, RoundRun, RoundUtility } from './next-round';
export { firstRunText, roundText, standText, stopText } from './round-text';
