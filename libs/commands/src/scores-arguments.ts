import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { readFlags, userError } from '@nhat/documents';
import type { Flags, JsonObject } from '@nhat/documents';
import { SCORES_VARIABLE } from '@nhat/workspace/stated-scores';
import { pathForUser, userPath } from '@nhat/workspace/user-folder';
import { reportFlags } from './report-arguments';
import { shellWord } from './shell-word';

/** The targets of the project `scores`. */
export const SCORES_TARGETS = ['utility', 'page', 'claims', 'plan'] as const;

export const scoresFlags = {
  file: {
    value: 'FILE',
    help: 'CSV with the columns arm, n, seed and value, a row for each run; see docs/scores.md.',
  },
  metric: { value: 'NAME', help: 'What the values are; accuracy by default.' },
  unit: {
    value: 'UNIT',
    help: 'share (values from 0 to 1, the default for accuracy), percent, or the name of a unit.',
  },
  chance: { value: 'VALUE', help: 'The value of the best constant answer.' },
  'lower-is-better': { help: 'Smaller values are better.' },
  'higher-is-better': { help: 'Larger values are better.' },
  'own-networks': { help: 'Each seed has a pretrained network of its own.' },
  ...reportFlags,
} as const satisfies Flags;

export interface ScoresArguments {
  /** What stands after "scores" in a document; the path of the file is absolute. */
  scores: JsonObject & { file: string };
  /** The words for the same target of a pipeline. */
  words: string[];
}

/**
 * Reads `--file FILE` and what is said of it. Throws a UserError without a file, and for a chance that is no number.
 */
export function readScoresArguments(
  target: string,
  words: readonly string[],
  root: string,
): ScoresArguments {
  const where = `nx ${target} scores`;
  const flags = readFlags(where, words, scoresFlags);
  const { file, metric, unit, chance, json, output, warnings } = flags;
  if (file === undefined) {
    throw userError(where, 'no file', {
      expected: `${where} --file=runs.csv`,
      advice: 'docs/scores.md has an example: its columns are arm, n, seed and value.',
    });
  }
  if (flags['lower-is-better'] && flags['higher-is-better']) {
    throw userError(where, 'two directions', {
      expected: 'one of --lower-is-better and --higher-is-better',
    });
  }
  const path = userPath(root, file);
  if (!existsSync(path)) {
    throw userError('--file', 'no such file', {
      got: file,
      expected: 'the path of a CSV file from the folder in which you are',
      advice: `It would be ${path}.`,
    });
  }
  const higherIsBetter = flags['higher-is-better']
    ? true
    : flags['lower-is-better']
      ? false
      : undefined;
  return {
    scores: {
      file: path,
      ...(metric !== undefined && { metric }),
      ...(unit !== undefined && { unit }),
      ...(chance !== undefined && { chance: numberOf(chance) }),
      ...(higherIsBetter !== undefined && { higherIsBetter }),
      ...(flags['own-networks'] && { pretraining: 'seeds' }),
    },
    words: [
      ...(json ? ['--json'] : []),
      ...(output === undefined ? [] : ['--output', output]),
      ...(warnings ? ['--warnings'] : []),
    ],
  };
}

/**
 * The command of a report on a file that the command line states; undefined for those of documents. Reports name the file without its
 * folder, because others read them; with `root` it is a path from where the user stands, so that the command finds it.
 */
export function scoresCommand(
  environment: Readonly<Record<string, string | undefined>>,
  root?: string,
): string | undefined {
  const stated = environment[SCORES_VARIABLE];
  if (!stated) return undefined;
  const { file, metric, unit, chance, higherIsBetter, pretraining } = JSON.parse(stated) as {
    file: string;
  } & Partial<Record<string, string | number | boolean>>;
  const words = [
    `--file=${shellWord(root === undefined ? basename(file) : pathForUser(root, file))}`,
    ...(metric === undefined ? [] : [`--metric=${shellWord(String(metric))}`]),
    ...(unit === undefined ? [] : [`--unit=${shellWord(String(unit))}`]),
    ...(chance === undefined ? [] : [`--chance=${String(chance)}`]),
    ...(higherIsBetter === undefined
      ? []
      : [higherIsBetter ? '--higher-is-better' : '--lower-is-better']),
    ...(pretraining === 'seeds' ? ['--own-networks'] : []),
  ];
  return `npx nx utility scores ${words.join(' ')}`;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw userError('--chance', 'not a number', { got: text, expected: 'e.g. --chance=0.1' });
}
