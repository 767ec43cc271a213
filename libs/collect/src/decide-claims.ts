import { decideClaim, overviewOf } from '@nhat/claims';
import type { DecidedClaim, Overview, Study } from '@nhat/claims';
import type { ClaimConfig, UtilityConfig } from '@nhat/documents';
import { stream } from '@nhat/random';

/** Fewer draws than these are too few for a p-value. */
const LEAST_DRAWS = 200;

/** A claim, and the runs of which more seeds would decide it (null: unknown). */
export type ClaimState = ReturnType<typeof decideClaim>;

/** What the results decide about the claims of a document, with what is missing. The draws of a claim depend on no other claim. */
export const statesOfClaims = (
  claims: readonly ClaimConfig[],
  study: Study,
  { draws, seed }: Pick<UtilityConfig, 'draws' | 'seed'>,
): ClaimState[] =>
  claims.map((claim) =>
    decideClaim(claim, study, {
      stream: stream(seed, 'claims', claim.name),
      draws: Math.max(LEAST_DRAWS, draws),
    }),
  );

/** What the results decide about the claims of a document. */
export const decideClaims = (...given: Parameters<typeof statesOfClaims>): DecidedClaim[] =>
  statesOfClaims(...given).map(({ claim }) => claim);

/** What the results show as a whole. */
export const overviewOfStudy = (
  study: Study,
  { draws, seed }: Pick<UtilityConfig, 'draws' | 'seed'>,
): Overview =>
  overviewOf(study, { stream: stream(seed, 'overview'), draws: Math.max(LEAST_DRAWS, draws) });
