import { decideClaim } from '@nhat/claims';
import type { DecidedClaim } from '@nhat/claims';
import type { ClaimConfig, UtilityConfig } from '@nhat/documents';
import { stream } from '@nhat/random';
import type { Labels } from './cell-labels';
import { collectStudy } from './collect-study';
import type { Study } from './collect-panels';

/** Fewer draws than these are too few for a p-value. */
const LEAST_DRAWS = 200;

/** What the comparisons of a finished pipeline decide about its claims. The draws of a claim depend on no other claim. */
export function decideClaims(
  claims: readonly ClaimConfig[],
  { studies, labels }: { studies: readonly Study[]; labels: Labels },
  { draws, seed }: Pick<UtilityConfig, 'draws' | 'seed'>,
): DecidedClaim[] {
  if (claims.length === 0) return [];
  const study = collectStudy(studies, labels);
  return claims.map((claim) =>
    decideClaim(claim, study, {
      stream: stream(seed, 'claims', claim.name),
      draws: Math.max(LEAST_DRAWS, draws),
    }),
  );
}
