import type { LearningCurve } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** What a curve node leaves. */
export interface CurveScores extends LearningCurve {
  /** Name of the metric, e.g. `accuracy`. */
  metric: string;
  /** What its runs were computed in, each once. */
  precisions: string[];
}

/** Throws a UserError that names the node and the field that is not as `CurveScores` has it. */
export function curveScores(node: string, scores: JsonObject): CurveScores {
  const read = readScores(node, scores);
  for (const key of ['points', 'fit']) read.objects(key).forEach((point) => point.number('n'));
  for (const point of read.objects('points')) {
    point.number('mean');
    point.objects('runs').forEach((run) => run.number('value'));
  }
  read.text('arm');
  return {
    ...(scores as unknown as LearningCurve),
    higherIsBetter: read.flagOr('higherIsBetter', true),
    metric: read.textOr('metric', 'accuracy'),
    precisions: scores['precisions'] === undefined ? [] : read.texts('precisions'),
  };
}
