import { problem } from './problem';
import type { Pipeline } from './resolved-pipeline';

/** A decision reads curves by their monotone fit, as the rows of the rule of the paper do not. */
export const decisionProblems = (
  path: string,
  { decision, inversion }: Pick<Pipeline, 'decision' | 'inversion'>,
): string[] =>
  decision === null || inversion === 'isotonic'
    ? []
    : problem(path, ['inversion'], 'its intervals are not those of a decision', {
        got: inversion,
        expected: 'isotonic in a pipeline with a decision',
      });
