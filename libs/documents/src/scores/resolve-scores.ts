import type { Documents } from '../documents';
import type { Json, JsonObject } from '../json';
import { problem } from '../problem';
import type { Registries } from '../registry';
import { throwProblems } from '../validate';
import { scoreTable } from './score-table';
import type { ScoreTable, TableSettings } from './score-table';

/** Keys of a document with scores besides those that it has in common with studies. */
const OF_SCORES = 'scores';

/** The settings of a valid key `scores`, long or short, with its file. */
const scoresFile = (given: Json): Partial<TableSettings> & { file: string } =>
  typeof given === 'string'
    ? { file: given }
    : (given as unknown as Partial<TableSettings> & { file: string });

/** Refuses keys of a grid beside `scores`. `allowed` are those that do not belong to a grid. */
export function checkScoresAlone(path: string, body: JsonObject, allowed: readonly string[]): void {
  const keys = Object.keys(body).filter((key) => key !== OF_SCORES && !allowed.includes(key));
  throwProblems(
    keys.flatMap((key) =>
      problem(path, [key], 'does not apply to scores of other programs', {
        got: body[key],
        expected: `only ${[OF_SCORES, ...allowed].join(', ')}`,
        advice:
          'Remove it, or move the trainings into a pipeline of their own and include both in a study.',
      }),
    ),
  );
}

/** The table of scores of a pipeline; null where it has none. Throws a UserError for what is wrong with the file. */
export function resolveScores(
  pipelines: Documents,
  name: string,
  given: Json | undefined,
  { tasks }: Registries,
): ScoreTable | null {
  if (given === undefined) return null;
  const { file, ...settings } = scoresFile(given);
  const beside = pipelines.beside(name, file);
  return scoreTable(
    pipelines.path(name),
    beside,
    {
      ...{ dataset: baseName(file), backbone: 'network', task: 'task' },
      ...{ pretraining: 'one', ignore: [] },
      ...settings,
    },
    tasks,
  );
}

/** `runs/My scores.csv` → `My scores` */
const baseName = (file: string): string =>
  file
    .replace(/^.*[\\/]/, '')
    .replace(/\.\w+$/, '')
    .slice(0, 60) || 'dataset';
