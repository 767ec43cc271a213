import type { WorkspaceDocuments } from '@nhat/documents';
import { runsNodes } from '@nhat/commands/check-command';
import { readCommandLine } from '@nhat/commands/command-line';
import { checkClusterFile } from '@nhat/commands/place-of-run';
import { NODE_TARGET } from '@nhat/workspace/node-name';
import { pipelinesOf } from './view/viewed-run';

/** Targets of pipelines that may run nodes. */
export const COMPUTING = ['utility', 'page', 'claims', 'nodes'];

/** Targets of pipelines that start an Nx which runs nodes, or that say what a run would compute. */
const FORESEEING = ['decide', 'plan'];
const TARGETS = [...COMPUTING, ...FORESEEING];

/**
 * Reads `nhat-cluster.json` before anything runs, if the arguments of `nx` ask for nodes or for their plan, and these nodes are jobs of
 * Slurm. Throws a UserError for a file with a mistake.
 */
export function checkCluster(
  root: string,
  commandLine: readonly string[],
  workspace: Pick<WorkspaceDocuments, 'pipelines'>,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const asked = readCommandLine(commandLine, [...TARGETS, NODE_TARGET]);
  if (asked === undefined) return;
  const ofPipelines = foreseenPipelines(commandLine, workspace);
  if (ofPipelines.length === 0 && !runsNodes(asked)) return;
  checkClusterFile(root, workspace.pipelines, ofPipelines, environment);
}

/** The pipelines whose nodes the arguments of `nx` ask for, or for the plan of these. */
export function foreseenPipelines(
  commandLine: readonly string[],
  workspace: Pick<WorkspaceDocuments, 'pipelines'>,
): string[] {
  const asked = readCommandLine(commandLine, TARGETS);
  return asked?.targets.some((target) => TARGETS.includes(target))
    ? pipelinesOf({ workspace }, asked)
    : [];
}
