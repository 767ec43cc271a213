import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import type { WorkspaceDocuments } from '@nhat/documents';
import { commands } from '@nhat/commands/command-list';
import { readCommandLine } from '@nhat/commands/command-line';
import { namedPipelines, soleDecided, soleInactive } from '@nhat/commands/handed-down';
import { wantsOutputOfNx } from '@nhat/commands/output-of-nx';
import { runAlone } from '@nhat/commands/run-alone';
import { runDecide } from '@nhat/commands/run-decide';
import { runOwnGraph } from '@nhat/commands/run-own-graph';
import { runScores, soleScores } from '@nhat/commands/run-scores';
import { SCORES_PROJECT } from '@nhat/workspace/stated-scores';
import type { ProjectSet } from './projects';

export interface HandedOver {
  root: string;
  workspace: WorkspaceDocuments;
  /** The arguments of `nx`. */
  commandLine: readonly string[];
  /** The projects that this process made; empty when it took the graph of another one. */
  projects: ProjectSet['projects'];
}

/**
 * Answers in another process what needs no task of this Nx, and returns its exit status; undefined for everything else. That is
 * the command that reads a file of scores, the one that decides a pipeline, a command that waits for no node, and pipelines that are not active, each of which has an Nx with a graph of its own. The process has the
 * standard streams to itself.
 */
export async function handOver(given: HandedOver): Promise<number | undefined> {
  const { root, commandLine } = given;
  const { pipelines } = given.workspace;
  const scores = soleScores(commandLine, SCORES_PROJECT);
  if (scores) return runScores(root, scores.target, scores.words).catch(failure);
  const decided = soleDecided(commandLine, pipelines);
  if (decided) return runDecide(root, decided.name, decided.words);
  const inactive = soleInactive(commandLine, pipelines);
  if (inactive !== undefined) return runOwnGraph(root, inactive, commandLine);
  if (wantsOutputOfNx(commandLine, process.env)) return undefined;
  return (await runSoleCommand(given)) ?? runOneByOne(given);
}

/** Prints a mistake of the user as one message; the status of a process that failed. */
function failure(error: unknown): number {
  if ((error as Error).name !== 'UserError') throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  return 1;
}

/** A command of one project that waits for no node and whose result Nx does not keep. */
async function runSoleCommand({
  root,
  commandLine,
  projects,
}: HandedOver): Promise<number | undefined> {
  const known = [...new Set(commands.map(({ target }) => target))];
  const {
    targets = [],
    projects: names = [],
    words = [],
  } = readCommandLine(commandLine, known) ?? {};
  const [[target], [name]] = [targets, names];
  if (targets.length !== 1 || names.length !== 1 || !known.includes(target!)) return undefined;
  const found = Object.values(projects).find((project) => project.name === name);
  const configuration = (found?.targets ?? targetsOfLibrary(join(root, 'libs'), name!))[target!];
  if (configuration === undefined || configuration.dependsOn || configuration.cache)
    return undefined;
  const { command, env = {} } = (configuration.options ?? {}) as {
    command?: string;
    env?: Record<string, string>;
  };
  return command === undefined ? undefined : runAlone(root, command, words, env);
}

/** The targets in the `project.json` of this name, also of a folder in a library; none without one. */
function targetsOfLibrary(folder: string, name: string): Record<string, TargetConfiguration> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|[\\/])project\.json$/.test(path),
  );
  for (const file of files) {
    const project = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      name?: string;
      targets?: Record<string, TargetConfiguration>;
    };
    if (project.name === name) return project.targets ?? {};
  }
  return {};
}

/** Pipelines of which at least one is not active: the active ones together, then each of the others. */
async function runOneByOne({
  root,
  workspace: { pipelines },
  commandLine,
}: HandedOver): Promise<number | undefined> {
  const named = namedPipelines(commandLine, pipelines);
  if (named === undefined || named.inactive.length === 0) return undefined;
  const { target, active, inactive, words } = named;
  const runs = [
    ...(active.length > 0 ? [{ args: ['run-many', '-t', target, '-p', active.join(',')] }] : []),
    ...inactive.map((name) => ({ name, args: ['run', `${name}:${target}`] })),
  ];
  let worst = 0;
  for (const { name, args } of runs as { name?: string; args: string[] }[]) {
    const status = await runOwnGraph(root, name, [...args, ...words]);
    if (status >= 128) return status; // A signal: the others were not asked for any more.
    worst = Math.max(worst, status);
  }
  return worst;
}
