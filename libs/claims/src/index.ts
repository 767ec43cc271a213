export type { RegulariserInput } from './acts-as-regulariser';
export type { BestMethodInput } from './best-method-differs';
export { COVERAGE, LEVEL, isShownBothWays } from './claim';
export type { Claim, ClaimSettings, Decision, Effect, Outcome } from './claim';
export { decideClaim } from './decide-claim';
export type { DecidedClaim } from './decide-claim';
export type { FallsWithLabelsInput } from './falls-with-labels';
export type { FreezingInput } from './freezing-hurts';
export type { FrozenArm } from './frozen-arms';
export type { HarderDataInput } from './harder-data-gains-more';
export type { LargerNetworkInput } from './larger-network-gains-more';
export type {
  EvaluationCell,
  LinearAndFinetuned,
  LinearEvaluationInput,
} from './linear-evaluation-predicts';
export { seedsOfRound } from './more-trainings';
export type { MissingTrainings } from './more-trainings';
export type { MergesInput } from './merges-before-plateau';
export { claims } from './registry';
export type { ClaimId, ClaimInput } from './registry';
export { ONE_NETWORK } from './study-draws';
export type { FactorPair, SignPerFactorInput } from './sign-per-factor-consistent';
export type { Study, StudyArm, StudyCell, StudyRun } from './study';
export { overviewOf } from './overview/overview';
export type { Overview } from './overview/overview';
export type { EffectInterval } from './overview/drawn-cells';
export type { FactorEffect, FactorPairEffect, FactorReading } from './overview/factor-effects';
export type { FitGap } from './overview/fit-gaps';
export type { FreezingLoss, FreezingLosses } from './overview/freezing-losses';
export type { LinearAndFinetunedMeans, LinearPoint } from './overview/linear-and-finetuned';
export type { MeanUtility } from './overview/mean-utilities';
export type { MethodRanks, OrderAnswer, RankedMethod, TaskRanks } from './overview/method-ranks';
export type { NetworkGains } from './overview/network-gains';
