import {
  UserError,
  flagHelp,
  nearestName,
  readFlags,
  unknownName,
  userError,
} from '@nhat/documents';
import type { Documents } from '@nhat/documents';
import { launcherOf } from '@nhat/runner/launcher-of';
import { readCommandLine } from './command-line';
import type { Asked } from './command-line';
import { PIPELINE_TARGETS, commands } from './command-list';
import type { Command } from './command-list';
import { NODE_NAME } from '@nhat/workspace/node-name';

/** Variables that somebody may set, and those that our processes set for one another. */
export const VARIABLES = [
  ...[
    'NHAT_ENGINE',
    'NHAT_EXECUTOR',
    'NHAT_HOST_NAMES',
    'NHAT_PYTHON',
    'NHAT_STORE',
    'NHAT_STORE_TOKEN',
    'NHAT_TF_DIR',
  ],
  ...['NHAT_BUNDLE', 'NHAT_NODE', 'NHAT_NO_COLOUR', 'NHAT_ONLY_ACTIVE', 'NHAT_OUTER'],
  ...['NHAT_OWN_GRAPH', 'NHAT_PIPELINE', 'NHAT_TEST_ENGINES', 'NHAT_TEST_NGINX'],
  ...['NHAT_TOOLS_UNKEPT', 'NHAT_TRUSTED_BUNDLE', 'NHAT_WORKER_WAIT'],
];
/** The first of them, which a message names. */
const OF_USERS = VARIABLES.slice(0, 7);

/**
 * Checks the arguments of `nx` and the variables before anything runs; throws a UserError for a flag, a word or a variable
 * that nothing reads. Returns the help of a target of ours when that is asked for, else undefined.
 */
export function checkCommand(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  pipelines: Pick<Documents, 'names'>,
  nameProblem: (name: string) => Error | undefined,
): string | undefined {
  const asked = readCommandLine(
    commandLine,
    commands.map(({ target }) => target),
  );
  if (asked === undefined) return undefined;
  const own = commands.filter(
    ({ target, project }) =>
      asked.targets.includes(target) &&
      (project === undefined || (asked.projects ?? [project]).includes(project)),
  );
  if (asked.targets.some(isOfPipelines)) {
    for (const one of asked.projects ?? []) checkName(one, pipelines, nameProblem, asked);
  }
  if (own.length === 0) return undefined;
  if (asked.help) return own.map(helpOf).join('\n');
  checkVariables(environment);
  launcherOf(environment);
  for (const { target, project, flags } of own) {
    const of = project ?? asked.projects?.join(',');
    readFlags(of === undefined ? `nx ${target}` : `nx ${target} ${of}`, asked.words, flags);
  }
  return undefined;
}

/** A pipeline that cannot be run by its name, or a name that no pipeline has: Nx would only say that there is no such project. */
function checkName(
  name: string,
  { names }: Pick<Documents, 'names'>,
  nameProblem: (name: string) => Error | undefined,
  { targets }: Asked,
): void {
  const isPattern = !/^\w[\w-]*(\/\w[\w-]*)*$/.test(name);
  if (names.includes(name)) {
    const problem = nameProblem(name);
    if (problem !== undefined) throw problem;
  } else if (!isPattern && !NODE_NAME.test(name)) {
    throw new UserError(unknownName(`nx ${targets.join(',')}`, name, names));
  }
}

const isOfPipelines = (target: string): boolean =>
  (PIPELINE_TARGETS as readonly string[]).includes(target);

function checkVariables(environment: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('NHAT_') && !VARIABLES.includes(name),
  );
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, OF_USERS);
  throw userError(unknown, 'a variable that nothing reads', {
    expected: `one of ${OF_USERS.join(', ')}`,
    advice: nearest === undefined ? 'Unset it.' : `Did you mean ${nearest}?`,
  });
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
