export { additionsOf } from './additions';
export { claimsRound } from './claims-round';
export type { ClaimStand, ClaimsRound, ClaimsRun, OpenClaim } from './claims-round';
export { goalOfPipeline, nextRound } from './next-round';
export type { Round, RoundLimits, RoundRun, RoundUtility } from './next-round';
export {
  claimsRoundText,
  claimsStandText,
  claimsStopText,
  firstRunText,
  roundText,
  standText,
  stopText,
} from './round-text';
