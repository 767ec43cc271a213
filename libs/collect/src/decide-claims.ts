import { decideClaim, overviewOf } from '@nhat/claims';
import type { DecidedClaim, Overview, Study } from '@nhat/claims';
import type { ClaimConfig, UtilityConfig } from '@nhat/documents';
import { stream } from '@nhat/random';

/** Fewer draws than these are too few for a p-value. */
const LEAST_DRAWS = 200;

/** What the results decide about the claims of a document. The draws of a claim depend on no other claim. */
export function decideClaims(
  claims: readonly ClaimConfig[],
  study: Study,
  { draws, seed }: Pick<UtilityConfig, 'draws' | 'seed'>,
): DecidedClaim[] {
  return claims.map((claim) =>
    decideClaim(claim, study, {
      stream: stream(seed, 'claims', claim.name),
      draws: Math.max(LEAST_DRAWS, draws),
    }),
  );
}

/** What the results show as a whole. */
export const overviewOfStudy = (
  study: Study,
  { draws, seed }: Pick<UtilityConfig, 'draws' | 'seed'>,
): Overview =>
  overviewOf(study, { stream: stream(seed, 'overview'), draws: Math.max(LEAST_DRAWS, draws) });
