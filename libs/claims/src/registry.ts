import { actsAsRegulariser } from './acts-as-regulariser';
import { bestMethodDiffers } from './best-method-differs';
import { fallsWithLabels } from './falls-with-labels';
import { freezingHurts } from './freezing-hurts';
import { harderDataGainsMore } from './harder-data-gains-more';
import { largerNetworkGainsMore } from './larger-network-gains-more';
import { linearEvaluationPredicts } from './linear-evaluation-predicts';
import { mergesBeforePlateau } from './merges-before-plateau';
import { signPerFactorConsistent } from './sign-per-factor-consistent';

/** All claims by their id, one line each. */
export const claims = {
  'falls-with-labels': fallsWithLabels,
  'merges-before-plateau': mergesBeforePlateau,
  'best-method-differs': bestMethodDiffers,
  'larger-network-gains-more': largerNetworkGainsMore,
  'harder-data-gains-more': harderDataGainsMore,
  'sign-per-factor-consistent': signPerFactorConsistent,
  'freezing-hurts': freezingHurts,
  'linear-evaluation-predicts': linearEvaluationPredicts,
  'acts-as-regulariser': actsAsRegulariser,
} as const;

export type ClaimId = keyof typeof claims;
/** What a claim takes. */
export type ClaimInput<Id extends ClaimId> = Parameters<(typeof claims)[Id]['decide']>[0];
