import { claimStates } from '@nhat/collect/claim-states';
import { claimsRound } from '@nhat/decide';
import type { ClaimsRound } from '@nhat/decide';
import type { Pipeline, WorkspaceDocuments } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';

/**
 * What `nx decide` would add for the claims of a pipeline whose results are finished, without the seeds in `avoided`. Throws where a result is
 * missing or stale.
 */
export const lookAtClaims = (
  root: string,
  { registries }: Pick<WorkspaceDocuments, 'registries'>,
  pipeline: Pipeline,
  avoided?: ReadonlySet<number>,
): ClaimsRound =>
  claimsRound(
    pipeline,
    registries,
    claimStates(root, planPipeline(pipeline).utilities, pipeline),
    avoided,
  );
