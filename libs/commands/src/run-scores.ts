import { UserError, resolvePipeline } from '@nhat/documents';
import { MAY_IGNORE } from '@nhat/documents/scores/score-rows';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { SCORES_VARIABLE, scoresPipeline, statedScores } from '@nhat/workspace/stated-scores';
import { readCommandLine } from './command-line';
import { outerProcess, runOwnGraph } from './run-own-graph';
import { SCORES_TARGETS, readScoresArguments } from './scores-arguments';

/**
 * `nx utility|page|claims|plan scores --file FILE`: an Nx with the graph of this file alone computes what is missing. Returns its exit
 * status. Throws a UserError for what is wrong with the words or the file, before anything runs.
 */
export async function runScores(
  root: string,
  target: string,
  words: readonly string[],
  outer?: number,
): Promise<number> {
  const { scores, words: own } = readScoresArguments(target, words, root);
  process.env[SCORES_VARIABLE] = JSON.stringify(scores);
  const name = scoresPipeline(scores.file);
  checkFile(root, name, `nx ${target} scores`);
  return runOwnGraph(root, name, ['run', `${name}:${target}`, ...own], outer);
}

/** Messages name the command where they would name a document that nobody wrote. */
function checkFile(root: string, name: string, where: string): void {
  try {
    resolvePipeline(readWorkspace(root), name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { path } = statedScores(process.env)!;
    throw new UserError(
      error.message
        .replaceAll(path, where)
        .replace(
          'Add "higherIsBetter" beside "metric".',
          'Add --higher-is-better or --lower-is-better.',
        )
        .replaceAll(
          MAY_IGNORE,
          'Remove a column that says nothing of these, or list it in "ignore" of a document (docs/scores.md).',
        ),
    );
  }
}

/** The task of the project `scores`, where Nx does not end with it at once. */
export async function main([target = '', ...words]: string[]): Promise<number> {
  if (process.env['NHAT_ONLY_ACTIVE']) return 0;
  return runScores(process.cwd(), target, words, outerProcess());
}

/** The target and the words of a command line that asks the project `scores` alone for one target; undefined for others. */
export function soleScores(
  commandLine: readonly string[],
  project: string,
): { target: string; words: readonly string[] } | undefined {
  const request = readCommandLine(commandLine, SCORES_TARGETS);
  if (request === undefined || request.help) return undefined;
  const { targets, projects = [], words } = request;
  const [target] = targets;
  if (targets.length !== 1 || projects.length !== 1 || projects[0] !== project) return undefined;
  const known = SCORES_TARGETS.find((one) => one === target);
  return known === undefined ? undefined : { target: known, words };
}
