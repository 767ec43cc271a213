import { sha256 } from '@nhat/artifacts';
import { documentName } from '@nhat/documents';
import type { DocumentFile, JsonObject } from '@nhat/documents';

/** The project of `nx utility scores --file=…`, and the folder of the pipelines that it makes of files. */
export const SCORES_PROJECT = 'scores';
/** Holds the file and its settings as JSON: what stands after "scores" in a document. */
export const SCORES_VARIABLE = 'NHAT_SCORES';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The document of the file of scores that the command line states; undefined without one. It is named after the file and its path, so
 * that several files have a report each.
 */
export function statedScores(environment: Environment): DocumentFile | undefined {
  const stated = environment[SCORES_VARIABLE];
  if (!stated) return undefined;
  const scores = JSON.parse(stated) as JsonObject & { file: string };
  const file = scores.file.replace(/^.*[\\/]/, '');
  const question = `How many labels does pretraining save? (${file})`;
  return {
    path: `pipelines/${SCORES_PROJECT}/${slugOf(scores.file)}.json`,
    text: JSON.stringify({ question, scores }),
  };
}

/** The name of the pipeline of this file of scores. */
export const scoresPipeline = (file: string): string =>
  documentName('pipeline', `pipelines/${SCORES_PROJECT}/${slugOf(file)}.json`);

/**
 * The name of a file as the name of a document: its own, and four digits of its whole path, because files of two folders may have one
 * name and names may differ in what no document's name can have.
 */
function slugOf(file: string): string {
  const words = file
    .replace(/^.*[\\/]/, '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const named = /^[a-z]/.test(words) ? words : `table-${words}`;
  return `${named.slice(0, 40).replace(/-$/, '')}-${sha256(file).slice(0, 4)}`;
}
