import { decisionState } from '@nhat/collect/decision-state';
import { nextRound } from '@nhat/decide';
import type { Round } from '@nhat/decide';
import type { Pipeline, WorkspaceDocuments } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';
import { readArtifact } from '@nhat/runner/artifact-folder';

/**
 * What `nx decide` would add to the finished results of a pipeline with a goal or a decision, and whether one with a decision and no goal
 * of its own has its answer (`isTold`). No arm with pretraining gets a seed in `avoided`. Throws where a result is missing or stale.
 */
export function lookAtResults(
  root: string,
  { registries }: Pick<WorkspaceDocuments, 'registries'>,
  pipeline: Pipeline,
  avoided?: ReadonlySet<number>,
): { round: Round; isTold: boolean } {
  const { goal, decision } = pipeline;
  const state =
    goal === null && decision !== null
      ? decisionState(root, planPipeline(pipeline).utilities, decision)
      : undefined;
  const round = nextRound(pipeline, registries, (node) => readArtifact(root, node).outputs.scores, {
    mayDecide: (curve) => state === undefined || state.contenders.has(curve),
    ...(avoided && { avoided }),
  });
  return { round, isTold: state?.isChosen ?? false };
}
