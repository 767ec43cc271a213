import type { Documents } from '@nhat/spec';
import { PIPELINE_TARGETS } from './projects';

const TARGETS: readonly string[] = PIPELINE_TARGETS;
const PLAIN = /^\w[\w-]*(\/\w[\w-]*)*$/;

/**
 * Names that the command line asks a pipeline's target of, but that no pipeline has: `nx plan quikstart`,
 * `nx run quikstart:utility`, `nx run-many -t utility -p quikstart`. Nx would only say that there is no such project.
 */
export function misnamedPipelines(
  pipelines: Documents,
  [command = '', ...words]: readonly string[],
): string[] {
  const names = asked(command, words).filter(
    (name) => PLAIN.test(name) && !pipelines.names.includes(name),
  );
  return [...new Set(names)];
}

function asked(command: string, words: readonly string[]): readonly string[] {
  if (TARGETS.includes(command)) return words.slice(0, 1);
  if (command === 'run') {
    const [name, target] = (words[0] ?? '').split(':');
    return TARGETS.includes(target ?? '') ? [name!] : [];
  }
  if (command !== 'run-many') return [];
  const targets = values(words, ['-t', '--target', '--targets']);
  if (!targets.some((target) => TARGETS.includes(target))) return [];
  return values(words, ['-p', '--projects']);
}

/** What stands behind an option: `-p a,b` or `--projects=a,b`. */
const values = (words: readonly string[], options: readonly string[]): string[] =>
  words
    .flatMap((word, i) => {
      const [option, value] = word.split('=');
      if (!options.includes(option!)) return [];
      return [value ?? words[i + 1] ?? ''];
    })
    .flatMap((list) => list.split(','));
