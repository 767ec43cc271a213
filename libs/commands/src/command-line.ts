/** What a line of Nx asks for: which targets of which projects, and with which words. */
export interface Asked {
  targets: readonly string[];
  /** Undefined when the line names none. */
  projects: readonly string[] | undefined;
  /** What Nx hands to the targets: all that is no option of its own. */
  words: readonly string[];
  help: boolean;
}

/** Options of Nx for running targets, in camel case, that have no value. */
const SWITCHES = [
  ...['verbose', 'nxBail', 'nxIgnoreCycles', 'skipNxCache', 'disableNxCache', 'skipRemoteCache'],
  ...['disableRemoteCache', 'excludeTaskDependencies', 'skipSync', 'cloud', 'dte', 'useAgents'],
  ...['agents', 'batch', 'tui', 'prod', 'version'],
];
/** Those that take what comes behind them, whatever it is. */
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

/** Reads the arguments of `nx`; undefined for commands of Nx that run no target. `known` are the names of our targets. */
export function readCommandLine(
  [command = '', ...rest]: readonly string[],
  known: readonly string[],
): Asked | undefined {
  const more = { affected: OF_AFFECTED, 'run-many': OF_MANY }[command];
  const isOne = command === 'run' || known.includes(command);
  if (more === undefined && !isOne) return undefined;
  const { found, words, help } = readOptions(rest, more);
  if (more !== undefined) {
    return { targets: found.targets, projects: listed(found.projects), words, help };
  }
  const at = words.findIndex((word) => !word.startsWith('-'));
  const first = found.projects[0] ?? words[at];
  const own = found.projects.length > 0 ? words : words.filter((_, i) => i !== at);
  if (command !== 'run') return { targets: [command], projects: listed([first]), words: own, help };
  const [project, target = found.targets[0] ?? ''] = (first ?? '').split(':');
  return { targets: [target], projects: listed([project]), words: own, help };
}

const listed = (names: readonly (string | undefined)[]): string[] | undefined => {
  const given = names.filter((name) => name !== undefined && name !== '');
  return given.length > 0 ? (given as string[]) : undefined;
};

interface Options {
  found: { projects: string[]; targets: string[] };
  words: string[];
  help: boolean;
}

/** Takes the options of Nx out of a line. `many` are those of its commands for many projects, where a list may have spaces. */
function readOptions(rest: readonly string[], many: typeof OF_MANY | undefined): Options {
  const switches = [...SWITCHES, ...(many?.switches ?? [])];
  const withValue = [...WITH_VALUE, ...PROJECTS, ...TARGETS, ...(many?.withValue ?? [])];
  const options: Options = { found: { projects: [], targets: [] }, words: [], help: false };
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (word === '--') {
      options.words.push(...rest.slice(at + 1));
      break;
    }
    const { name, inline } = optionOf(word);
    if (name === 'help') options.help = true;
    else if (switches.includes(name)) at += /^(true|false)$/.test(rest[at + 1] ?? '') ? 1 : 0;
    else if (withValue.includes(name)) {
      const values = inline === undefined ? [] : [inline];
      const isList =
        many !== undefined && [...PROJECTS, ...TARGETS, 'exclude', 'files'].includes(name);
      while (inline === undefined && rest[at + 1] !== undefined && !rest[at + 1]!.startsWith('-')) {
        values.push(rest[++at]!);
        if (!isList) break;
      }
      const names = values.flatMap((value) => value.split(','));
      if (PROJECTS.includes(name)) options.found.projects.push(...names);
      if (TARGETS.includes(name)) options.found.targets.push(...names);
    } else options.words.push(word);
  }
  return options;
}

/** `--skip-nx-cache` and `--no-skip-nx-cache` are `skipNxCache`; empty for what is no option. */
function optionOf(word: string): { name: string; inline: string | undefined } {
  const [, name = '', inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const camel = name
    .replace(/^no-/, '')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return { name: camel, inline };
}
