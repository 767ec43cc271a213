export type { RegulariserInput } from './acts-as-regulariser';
export type { BestMethodInput } from './best-method-differs';
export { COVERAGE, LEVEL } from './claim';
export type { Claim, ClaimSettings, Decision, Effect, Outcome } from './claim';
export { decideClaim } from './decide-claim';
export type { DecidedClaim } from './decide-claim';
export type { FallsWithLabelsInput } from './falls-with-labels';
export type { FreezingInput, FrozenArm } from './freezing-hurts';
export type { HarderDataInput } from './harder-data-gains-more';
export type { LargerNetworkInput } from './larger-network-gains-more';
export type {
  EvaluationCell,
  LinearAndFinetuned,
  LinearEvaluationInput,
} from './linear-evaluation-predicts';
export type { MergesInput } from './merges-before-plateau';
export { claims } from './registry';
export type { ClaimId, ClaimInput } from './registry';
export { ONE_NETWORK } from './study-draws';
export type { FactorPair, SignPerFactorInput } from './sign-per-factor-consistent';
export type { Study, StudyArm, StudyCell, StudyRun } from './study';
