import type { Pipeline, UtilityConfig } from '@nhat/documents';
import { collectPanels } from './collect-panels';
import { collectStudy } from './collect-study';
import { statesOfClaims } from './decide-claims';
import type { ClaimState } from './decide-claims';
import { readAncestry } from './lineage';

/**
 * What the finished utilities of a pipeline decide about its claims, and the runs that each claim lacks, exactly as its report has them. Throws
 * where a result is missing or stale.
 */
export function claimStates(
  root: string,
  utilities: readonly string[],
  { claims }: Pick<Pipeline, 'claims'>,
): ClaimState[] {
  const ends = readAncestry(root, utilities);
  const { labels, studies } = collectPanels(ends);
  const config = ends[0]!.manifest.config as unknown as UtilityConfig;
  return statesOfClaims(claims, collectStudy(studies, labels), config);
}
