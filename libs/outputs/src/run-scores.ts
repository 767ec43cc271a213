import { userError } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';
import type { ScoreReader } from './score-reader';
import { answersIn } from './test-answers';
import type { TestAnswers } from './test-answers';

/** The scores of a training on n labels, or of a head that was fitted to them. Metrics keep their own sign and unit. */
export interface RunScores {
  /** The number of labelled images. */
  n: number;
  seed: number;
  /** Name of the main metric, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** The main metric on test images, and on the n labelled images; null if not measured. */
  test: number;
  train: number | null;
  /** The main metric on validation images, from which lengths and rates may be chosen; null without such images. */
  validation: number | null;
  /** Whether the run fitted its labelled images; null if unknown. */
  fitted: boolean | null;
  /** The main metric of the best constant answer on the test images; null if unknown. */
  chance: number | null;
  /** The number of object classes in the dataset; null if unknown. */
  classes: number | null;
  /** The number of object classes among the labelled images; null if unknown. */
  labelledClasses: number | null;
  /** Settings that a fitted head derived from the labelled images, e.g. `{ inversePenalty: 10 }`; null if there are none. */
  chosen: JsonObject | null;
  /** The precision of the computation, `float32` or `bfloat16`; null if unknown. */
  precision: string | null;
  /** Which test images it answers rightly; null where answers are not right or wrong, and for older runs. */
  answers: TestAnswers | null;
}

/** The metric that gives every class the same weight; runs have it beside their main metric. */
export const BALANCED = 'balancedAccuracy';

/**
 * Reads the scores of a run, with `metric` in place of its main metric where that is named. Throws a UserError that names the node and the
 * first invalid field, also where the run does not have the metric.
 */
export function runScores(node: string, scores: JsonObject, metric?: typeof BALANCED): RunScores {
  const read = readScores(node, scores);
  const main = mainScores(node, scores, read);
  if (metric === undefined) return main;
  const { answers } = main;
  if (answers === null) {
    throw userError(node, `it has no ${metric}`, {
      got: main.metric,
      expected: 'a run that kept which test images it answers rightly',
      advice: 'It was computed by older code: run the pipeline again, or leave "metric" out.',
    });
  }
  const of = (split: string) => {
    const metrics = read.object('metrics');
    return metrics.recordOr(split, null) && metrics.object(split).number(metric);
  };
  return {
    ...main,
    ...{ metric, test: of('test')!, train: of('train'), validation: of('validation') },
    chance: 1 / answers.counts.filter((count) => count > 0).length,
  };
}

function mainScores(node: string, scores: JsonObject, read: ScoreReader): RunScores {
  return {
    n: read.number('n'),
    seed: read.number('seed'),
    metric: read.textOr('metric', 'accuracy'),
    higherIsBetter: read.flagOr('higherIsBetter', true),
    test: read.number('test'),
    train: read.numberOr('train', null),
    validation: read.numberOr('validation', null),
    fitted: read.flagOr('fitted', null),
    chance: read.numberOr('chance', null),
    classes: read.numberOr('classes', null),
    labelledClasses: read.numberOr('labelledClasses', null),
    chosen: read.recordOr('chosen', null),
    precision: read.textOr('precision', null),
    answers: answersIn(node, scores),
  };
}
