/** The request in the arguments of Nx: targets, projects and the words for the targets. */
export interface NxRequest {
  targets: readonly string[];
  /** Undefined when the arguments name no project. */
  projects: readonly string[] | undefined;
  /** Names and patterns of projects that are left out. */
  exclude: readonly string[];
  /** The words that Nx passes to the targets: everything except its own options. */
  words: readonly string[];
  help: boolean;
}

/** Options of Nx for running targets that take no value, in camel case. */
const SWITCHES = [
  ...['verbose', 'nxBail', 'nxIgnoreCycles', 'skipNxCache', 'disableNxCache', 'skipRemoteCache'],
  ...['disableRemoteCache', 'excludeTaskDependencies', 'skipSync', 'cloud', 'dte', 'useAgents'],
  ...['agents', 'batch', 'tui', 'prod', 'version'],
];
/** Options that take the next word as their value. */
const WITH_VALUE = [
  ...['exclude', 'parallel', 'maxParallel', 'runner', 'graph', 'configuration', 'c'],
  ...['outputStyle', 'tuiAutoExit'],
];
const PROJECTS = ['p', 'project', 'projects'];
const TARGETS = ['t', 'target', 'targets'];
const OF_MANY = { switches: ['all'], withValue: [] as string[] };
const OF_AFFECTED = {
  switches: ['all', 'uncommitted', 'untracked', 'stdin'],
  withValue: ['files', 'base', 'head', 'explain'],
};

/** Reads the arguments of `nx`; undefined for commands of Nx that run no target. `known` contains the targets of this project. */
export function readCommandLine(
  [command = '', ...rest]: readonly string[],
  known: readonly string[],
): NxRequest | undefined {
  const more = { affected: OF_AFFECTED, 'run-many': OF_MANY }[command];
  const isOne = command === 'run' || known.includes(command);
  if (more === undefined && !isOne) return undefined;
  const { named, words, help } = readOptions(rest, more);
  const { exclude } = named;
  if (more !== undefined) {
    return { targets: named.targets, projects: listed(named.projects), exclude, words, help };
  }
  const index = words.findIndex((word) => !word.startsWith('-'));
  const first = named.projects[0] ?? words[index];
  const ownWords = named.projects.length > 0 ? words : words.filter((_, i) => i !== index);
  if (command !== 'run')
    return { targets: [command], projects: listed([first]), exclude, words: ownWords, help };
  const [project, target = named.targets[0] ?? ''] = (first ?? '').split(':');
  return { targets: [target], projects: listed([project]), exclude, words: ownWords, help };
}

const listed = (names: readonly (string | undefined)[]): string[] | undefined => {
  const present = names.filter((name) => name !== undefined && name !== '');
  return present.length > 0 ? (present as string[]) : undefined;
};

interface Options {
  named: { projects: string[]; targets: string[]; exclude: string[] };
  words: string[];
  help: boolean;
}

/**
 * Separates the options of Nx from the other words. `many` contains the additional options of commands for many projects, whose
 * lists may contain spaces.
 */
function readOptions(rest: readonly string[], many: typeof OF_MANY | undefined): Options {
  const switches = [...SWITCHES, ...(many?.switches ?? [])];
  const withValue = [...WITH_VALUE, ...PROJECTS, ...TARGETS, ...(many?.withValue ?? [])];
  const named = { projects: [], targets: [], exclude: [] };
  const options: Options = { named, words: [], help: false };
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index]!;
    if (word === '--') {
      options.words.push(...rest.slice(index + 1));
      break;
    }
    const { name, inline } = optionOf(word);
    if (name === 'help') options.help = true;
    else if (switches.includes(name)) index += /^(true|false)$/.test(rest[index + 1] ?? '') ? 1 : 0;
    else if (withValue.includes(name)) {
      const values = inline === undefined ? [] : [inline];
      const isList =
        many !== undefined && [...PROJECTS, ...TARGETS, 'exclude', 'files'].includes(name);
      while (
        inline === undefined &&
        rest[index + 1] !== undefined &&
        !rest[index + 1]!.startsWith('-')
      ) {
        values.push(rest[++index]!);
        if (!isList) break;
      }
      const names = values.flatMap((value) => value.split(','));
      if (PROJECTS.includes(name)) options.named.projects.push(...names);
      if (TARGETS.includes(name)) options.named.targets.push(...names);
      if (name === 'exclude') options.named.exclude.push(...names);
    } else options.words.push(word);
  }
  return options;
}

/**
 * The name of an option in camel case without `no`: `--no-skip-nx-cache` is `skipNxCache`. Empty for a word that is no option.
 */
function optionOf(word: string): { name: string; inline: string | undefined } {
  const [, name = '', inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const camel = name
    .replace(/^no-/, '')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return { name: camel, inline };
}

/** The names of the options before `--` that are not switched off, in camel case. */
export function ownOptions(commandLine: readonly string[]): string[] {
  const end = commandLine.indexOf('--');
  return (end < 0 ? commandLine : commandLine.slice(0, end))
    .filter((word) => word.startsWith('-') && !/^--no-|=false$/.test(word))
    .map((word) => optionOf(word).name);
}
