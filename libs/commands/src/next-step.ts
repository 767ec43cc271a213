import { decisionState } from '@nhat/collect/decision-state';
import { firstRunText, nextRound } from '@nhat/decide';
import { resolvePipeline } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';
import { readArtifact } from '@nhat/runner/artifact-folder';
import { readWorkspace } from '@nhat/workspace/read-workspace';

/**
 * What `nx decide` would run next for a pipeline with a decision, in words with its cost; null where it would run nothing, and where the
 * document or a result cannot be read.
 */
export function nextStep(root: string, name: string): string | null {
  try {
    const workspace = readWorkspace(root);
    const pipeline = resolvePipeline(workspace, name);
    if (pipeline.datasets.length === 0) return null;
    const { decision } = pipeline;
    const { contenders } = decisionState(root, planPipeline(pipeline).utilities, decision!);
    const round = nextRound(
      pipeline,
      workspace.registries,
      (node) => readArtifact(root, node).outputs.scores,
      (curve) => contenders.has(curve),
    );
    const text = firstRunText(round);
    return text === null ? null : `npx nx decide ${name} adds ${text}.`;
  } catch {
    return null; // Results of a pack, or a document that was changed meanwhile.
  }
}
