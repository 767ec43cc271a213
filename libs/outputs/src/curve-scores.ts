import type { LearningCurve } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import { answersOfCurve } from './curve-answers';
import type { CurveAnswers } from './curve-answers';
import { readScores } from './score-reader';

/**
 * The scores of a curve node. Each of its runs carries the seed of its pretrained network (`pretraining`; null from scratch)
 * and whether it learned its own images (`fitted`), so that `panelOfCurves` makes panels of curves alone.
 */
export interface CurveScores extends LearningCurve {
  /** Name of the metric, e.g. `accuracy`. */
  metric: string;
  /** The metric of the best constant answer on the test images; null where no run recorded it. */
  chance: number | null;
  /** The precisions of its runs, each once. */
  precisions: string[];
  /** Which test images its runs answer rightly; null where they did not keep that. */
  answers: CurveAnswers | null;
}

/** Reads the scores of a curve node. Throws a UserError that names the node and the first invalid field. */
export function curveScores(node: string, scores: JsonObject): CurveScores {
  const read = readScores(node, scores);
  for (const key of ['points', 'fit']) read.objects(key).forEach((point) => point.number('n'));
  for (const point of read.objects('points')) {
    point.number('mean');
    for (const run of point.objects('runs')) {
      for (const key of ['seed', 'value']) run.number(key);
      run.numberOr('pretraining', null);
      run.flagOr('fitted', null);
    }
  }
  read.text('arm');
  return {
    ...(scores as unknown as LearningCurve),
    higherIsBetter: read.flagOr('higherIsBetter', true),
    metric: read.textOr('metric', 'accuracy'),
    chance: read.numberOr('chance', null),
    precisions: scores['precisions'] === undefined ? [] : read.texts('precisions'),
    answers: answersOfCurve(node, scores),
  };
}
