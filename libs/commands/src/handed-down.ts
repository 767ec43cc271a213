import { isActive } from '@nhat/documents';
import type { Documents } from '@nhat/documents';
import { ownOptions, readCommandLine } from './command-line';
import { PIPELINE_TARGETS } from './command-list';
import { NODE_NAME } from '@nhat/workspace/node-name';

/**
 * Variables that the arguments of `nx` set for its tasks, when these are of pipelines. NHAT_ONLY_ACTIVE: no pipelines are named, so
 * that the active ones are meant. NX_PARALLEL: how many tasks an inner Nx may run side by side. NX_SKIP_NX_CACHE: it leaves out its cache.
 */
export function handedDown(commandLine: readonly string[]): Record<string, string> {
  const { targets = [], projects } = readCommandLine(commandLine, PIPELINE_TARGETS) ?? {};
  if (!PIPELINE_TARGETS.some((target) => targets.includes(target))) return {};
  const parallel = parallelOf(commandLine);
  return {
    ...(projects === undefined ? { NHAT_ONLY_ACTIVE: '1' } : {}),
    ...(parallel === undefined ? {} : { NX_PARALLEL: parallel }),
    ...(skipsCache(commandLine) ? { NX_SKIP_NX_CACHE: 'true' } : {}),
  };
}

const skipsCache = (commandLine: readonly string[]): boolean =>
  ownOptions(commandLine).some((name) => ['skipNxCache', 'disableNxCache'].includes(name));

/** The value of `--parallel` or `--max-parallel`, when there is one. */
function parallelOf(commandLine: readonly string[]): string | undefined {
  const end = commandLine.indexOf('--');
  const own = end < 0 ? commandLine : commandLine.slice(0, end);
  const text = own.join(' ');
  const [, value] =
    /(?:^| )--(?:parallel|max-?parallel|maxParallel)[= ](\d+%?|false)(?: |$)/.exec(text) ?? [];
  return value === 'false' ? '1' : value;
}

const isOfReport = (target: string): boolean => ['utility', 'page', 'claims'].includes(target);

/**
 * The one pipeline that the arguments of `nx` ask for a table, a page or the claims of, when it is not active: an Nx with the graph of this
 * pipeline alone may answer instead of a task of this one.
 */
export function soleInactive(
  commandLine: readonly string[],
  pipelines: Documents,
): string | undefined {
  const { projects = [], targets = [] } = readCommandLine(commandLine, PIPELINE_TARGETS) ?? {};
  const [name, target] = [projects[0], targets[0]];
  if (projects.length !== 1 || targets.length !== 1 || name === undefined) return undefined;
  if (target === undefined || !isOfReport(target)) return undefined;
  return pipelines.names.includes(name) && isActive(pipelines, name) === false ? name : undefined;
}

/** The one pipeline that the arguments of `nx` ask to decide, whether it is active or not, with the words for that command. */
export function soleDecided(
  commandLine: readonly string[],
  { names }: Pick<Documents, 'names'>,
): { name: string; words: readonly string[] } | undefined {
  const {
    projects = [],
    targets = [],
    words = [],
  } = readCommandLine(commandLine, PIPELINE_TARGETS) ?? {};
  const [name] = projects;
  if (projects.length !== 1 || targets.length !== 1 || targets[0] !== 'decide') return undefined;
  return name !== undefined && names.includes(name) ? { name, words } : undefined;
}

/** Pipelines that the arguments of `nx` name one by one, for one table, page or list of claims each. */
export interface NamedPipelines {
  target: string;
  active: string[];
  inactive: string[];
  /** The words for the target. */
  words: readonly string[];
}

/** The pipelines that the arguments name; undefined where they name patterns, other projects or several targets, or exclude some. */
export function namedPipelines(
  commandLine: readonly string[],
  pipelines: Documents,
): NamedPipelines | undefined {
  const request = readCommandLine(commandLine, PIPELINE_TARGETS);
  const { projects = [], targets = [], exclude = [], words = [] } = request ?? {};
  const [target] = targets;
  if (exclude.length > 0) return undefined;
  if (targets.length !== 1 || target === undefined || !isOfReport(target)) return undefined;
  if (!projects.every((name) => pipelines.names.includes(name))) return undefined;
  const isIdle = (name: string) => isActive(pipelines, name) === false;
  return {
    ...{ target, words },
    active: projects.filter((name) => !isIdle(name)),
    inactive: projects.filter(isIdle),
  };
}

/** The node that `nx explain <node>` asks about, with the words for that command; undefined for other arguments. */
export function explainedNode(
  commandLine: readonly string[],
): { node: string; words: readonly string[] } | undefined {
  const {
    targets,
    projects = [],
    words,
    help,
  } = readCommandLine(commandLine, PIPELINE_TARGETS) ?? {};
  const [node] = projects;
  if (targets?.join() !== 'explain' || projects.length !== 1 || help) return undefined;
  return node !== undefined && NODE_NAME.test(node) ? { node, words: words ?? [] } : undefined;
}
