import { firstRunText } from '@nhat/decide';
import { resolvePipeline } from '@nhat/documents';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { lookAtResults } from './look-at-results';

/**
 * What `nx decide` would run next for a pipeline with a decision, in words with its cost; null where it would run nothing, and where the
 * document or a result cannot be read.
 */
export function nextStep(root: string, name: string): string | null {
  try {
    const workspace = readWorkspace(root);
    const pipeline = resolvePipeline(workspace, name);
    if (pipeline.datasets.length === 0) return null;
    const text = firstRunText(lookAtResults(root, workspace, pipeline).round);
    return text === null ? null : `npx nx decide ${name} adds ${text}.`;
  } catch {
    return null; // Results of a pack, or a document that was changed meanwhile.
  }
}
