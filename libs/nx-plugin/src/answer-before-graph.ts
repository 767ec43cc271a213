import { spawnSync } from 'node:child_process';
import { jsonFlag, readFlags } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { checkCommand } from '@nhat/commands/check-command';
import { checkVariables } from '@nhat/commands/check-variables';
import { readCommandLine } from '@nhat/commands/command-line';
import { explainedNode } from '@nhat/commands/handed-down';
import { packAlone } from '@nhat/commands/pack-alone';
import { describeStatus } from '@nhat/commands/status';
import {
  askedWorkspaceCommand,
  workspaceCommandHelp,
} from '@nhat/commands/upkeep/workspace-commands';
import { LOADER } from '@nhat/runner/entry';
import { nameProblem } from '@nhat/workspace/name-problem';
import { userFolder } from '@nhat/workspace/user-folder';
import { leaveGraph } from './leave-graph';
import { orRefuse } from './or-refuse';

/**
 * Does what `nx` was asked for and ends the process, where that needs no graph: commands of the workspace, help, wrong arguments, the
 * status of all runs, why a node runs, packs without a document, and a check of data. Otherwise it returns.
 */
export function answerBeforeGraph(root: string, workspace: WorkspaceDocuments): void {
  runWorkspaceCommand(root);
  showPackAtOnce(root, workspace);
  answerAtOnce(root, workspace);
  explainAtOnce(root);
  checkDataAtOnce(root);
}

let answered = false;

/** Whether `answerAtOnce` looked at the arguments of this process. */
export const isAnswered = (): boolean => answered;

/** Nodes have no target for it, because Nx hashes all targets of a project into each. */
function explainAtOnce(root: string): void {
  const asked = explainedNode(process.argv.slice(2));
  if (asked === undefined) return;
  const args = ['libs/commands/src/explain.ts', '--node', asked.node, ...asked.words];
  exitAs(root, args);
}

/** A pipeline without a document is no project, and its pack is shown all the same. */
function showPackAtOnce(root: string, { pipelines }: WorkspaceDocuments): void {
  const asked = packAlone(root, process.argv.slice(2), pipelines);
  if (asked === undefined) return;
  orRefuse(() => checkVariables(process.env));
  process.env['INIT_CWD'] = userFolder(root);
  process.env['NHAT_PIPELINE'] = JSON.stringify({ name: asked.name });
  exitAs(root, ['libs/commands/src/published.ts', ...asked.words]);
}

/** `nx gc` and other commands of the workspace as a whole, for which Nx has no target. */
function runWorkspaceCommand(root: string): void {
  const asked = askedWorkspaceCommand(process.argv.slice(2));
  if (asked === undefined) return;
  const { command, words } = asked;
  if (words.includes('--help')) {
    process.stdout.write(workspaceCommandHelp(command));
    process.exit(0);
  }
  orRefuse(() => checkVariables(process.env));
  exitAs(root, [command.entry, ...words]);
}

/** Datasets are no projects, because a pipeline may have the name of one. */
function checkDataAtOnce(root: string): void {
  const [command, ...words] = process.argv.slice(2);
  if (command !== 'check') return;
  exitAs(root, ['libs/commands/src/check-data.ts', ...words]);
}

/** Runs a TypeScript entry in the place of this process. */
function exitAs(root: string, args: readonly string[]): never {
  leaveGraph(root);
  const { status } = spawnSync(process.execPath, [LOADER, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

/** The answer to `nx status` without a pipeline, for which Nx has no target; undefined for other arguments. */
export function statusOfAll(root: string, commandLine: readonly string[]): string | undefined {
  if (commandLine[0] !== 'status') return undefined;
  const { projects, words } = readCommandLine(commandLine, ['status'])!;
  if (projects !== undefined) return undefined;
  return describeStatus(root, readFlags('nx status', words, jsonFlag).json);
}

/** Ends Nx before anything runs when its arguments are wrong or ask for help: its own message would be buried in a dozen lines. */
export function answerAtOnce(root: string, { pipelines }: WorkspaceDocuments): void {
  answered = true;
  const commandLine = process.argv.slice(2);
  let help = orRefuse(() =>
    checkCommand(commandLine, process.env, pipelines, (one) => nameProblem(root, one)),
  );
  help ??= statusOfAll(root, commandLine);
  if (help === undefined) return;
  process.stdout.write(help);
  process.exit(0);
}
