import { resolvePipeline } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { readCommandLine } from './command-line';
import { PIPELINE_TARGETS } from './command-list';

/**
 * Reads the documents of the pipelines that the arguments of `nx` name, before anything runs. Throws a UserError for the first
 * mistake.
 */
export function checkDocuments(
  commandLine: readonly string[],
  workspace: WorkspaceDocuments,
): void {
  const { targets = [], projects = [] } = readCommandLine(commandLine, PIPELINE_TARGETS) ?? {};
  if (!PIPELINE_TARGETS.some((target) => target !== 'status' && targets.includes(target))) return;
  for (const name of projects) {
    if (workspace.pipelines.names.includes(name)) resolvePipeline(workspace, name);
  }
}
