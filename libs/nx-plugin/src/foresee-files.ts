import { UserError, isActive } from '@nhat/documents';
import { askForLostFiles } from '@nhat/commands/ask-for-files';
import { readCommandLine } from '@nhat/commands/command-line';
import { ownGraph } from '@nhat/workspace/own-graph';
import { COMPUTING } from './check-cluster';
import { keptExpansion } from './kept-expansion';
import { pipelinesOf } from './view/viewed-run';
import type { ViewContext } from './view/viewed-run';

/**
 * Looks, before nodes run, whose lost files they will read. A pipeline that is not active does so in the Nx with its own graph. What is
 * wrong with a document or a file says the node that needs it.
 */
export async function foreseeFiles({
  root,
  workspace,
  commandLine,
  code,
}: ViewContext): Promise<void> {
  const asked = readCommandLine(commandLine, COMPUTING);
  if (!asked?.targets.some((target) => COMPUTING.includes(target))) return;
  const own = ownGraph(process.env);
  const names = pipelinesOf({ workspace }, asked).filter(
    (name) => name === own || isActive(workspace.pipelines, name) === true,
  );
  try {
    const pipelines = names.map((name) => {
      const { nodes } = keptExpansion(root, workspace, name, code);
      return { name, nodes: nodes.map((node) => node.name) };
    });
    await askForLostFiles(root, workspace, pipelines);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}
