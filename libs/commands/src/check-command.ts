import { UserError, flagHelp, readFlags, unknownName, userError } from '@nhat/documents';
import type { Documents } from '@nhat/documents';
import { launcherOf } from '@nhat/runner/launcher-of';
import { checkVariables } from './check-variables';
import { readCommandLine } from './command-line';
import type { NxRequest } from './command-line';
import { PIPELINE_TARGETS, commands } from './command-list';
import type { Command, PipelineTarget } from './command-list';
import { withoutPipeline } from './without-pipeline';
import { NODE_NAME, NODE_TARGET } from '@nhat/workspace/node-name';

/**
 * Checks the arguments of `nx` and the variables before anything runs. Throws a UserError for an unknown flag, word or NHAT_
 * variable. Returns the help of a target of this project if it is requested, else undefined.
 */
export function checkCommand(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  pipelines: Pick<Documents, 'names'>,
  nameProblem: (name: string) => Error | undefined,
): string | undefined {
  const request = readCommandLine(
    commandLine,
    commands.map(({ target }) => target),
  );
  if (request === undefined) return undefined;
  const asked = commands.filter(({ target }) => request.targets.includes(target));
  const isOwn = (name: string) => asked.some(({ project }) => project === name);
  const ofPipelines = request.projects?.filter((name) => !isOwn(name));
  const matching = asked.filter(({ target, project }) =>
    project === undefined
      ? ofPipelines?.length !== 0
      : (request.projects ?? (isOfPipelines(target) ? [] : [project])).includes(project),
  );
  if (request.targets.some(isOfPipelines)) {
    for (const project of ofPipelines ?? []) checkName(project, pipelines, nameProblem, request);
  }
  if (matching.length === 0) {
    if (runsNodes(request) && !request.help) checkEnvironment(environment);
    return undefined;
  }
  if (request.help) return matching.map(helpOf).join('\n');
  const [command = ''] = commandLine;
  if (request.projects === undefined && asked.some(({ target }) => target === command)) {
    // The status of all runs is asked for without a name.
    if (!isOfPipelines(command)) checkDefault(command);
    else if (command !== 'status') throw withoutPipeline(command);
  }
  checkEnvironment(environment);
  for (const { target, project, flags } of matching) {
    const of = project ?? request.projects?.join(',');
    readFlags(of === undefined ? `nx ${target}` : `nx ${target} ${of}`, request.words, flags);
  }
  return undefined;
}

/** Whether nodes or bundles are named, or their target. */
export const runsNodes = ({ targets, projects = [] }: NxRequest): boolean =>
  targets.includes(NODE_TARGET) ||
  projects.some((name) => NODE_NAME.test(name) || name.startsWith('bundle-'));

/**
 * Throws for a name that no pipeline has, or that cannot be a name in Nx, because Nx itself would only report a missing
 * project.
 */
function checkName(
  name: string,
  { names }: Pick<Documents, 'names'>,
  nameProblem: (name: string) => Error | undefined,
  { targets }: NxRequest,
): void {
  const isPattern = /[*?[({!:]/.test(name);
  if (names.includes(name)) {
    const problem = nameProblem(name);
    if (problem !== undefined) throw problem;
  } else if (!isPattern && !NODE_NAME.test(name)) {
    throw new UserError(unknownName(`nx ${targets.join(',')}`, name, names));
  }
}

const isOfPipelines = (target: string): target is PipelineTarget =>
  (PIPELINE_TARGETS as readonly string[]).includes(target);

/** Throws for a target that the default project of Nx does not have. */
function checkDefault(target: string): void {
  const named = commands.filter((one) => one.target === target);
  if (named.some(({ project }) => project === DEFAULT_PROJECT)) return;
  throw userError(`nx ${target}`, 'a word is missing', {
    expected: named.map(({ project }) => `npx nx ${target} ${project}`).join(' or '),
  });
}

/** The project in which Nx looks for a target when none is named. */
const DEFAULT_PROJECT = 'site';

function checkEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  checkVariables(environment);
  launcherOf(environment);
}

function helpOf({ target, project, help, flags }: Command): string {
  const options = Object.keys(flags).length > 0 ? ' [options]' : '';
  const lines = [
    `npx nx ${target} ${project ?? '<pipeline>'}${options}`,
    help,
    ...(options === '' ? [] : ['', flagHelp(flags).trimEnd()]),
    '',
    'Options of Nx: --skip-nx-cache, --parallel COUNT, --verbose, …: npx nx run-many --help',
  ];
  return `${lines.join('\n')}\n`;
}
