import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** What a training on n labels, or a head made from them, leaves; metrics in their natural sign. */
export interface RunScores {
  /** Labelled images. */
  n: number;
  seed: number;
  /** Name of the main metric, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** The main metric on test images, and on the n labelled ones; null: not measured. */
  test: number;
  train: number | null;
  /** Whether the labelled images themselves were learned; null: not known. */
  fitted: boolean | null;
  /** The main metric of the best constant answer on the test images; null: not known. */
  chance: number | null;
  /** Classes of objects in the dataset; null: not known. */
  classes: number | null;
  /** What it was computed in: `float32` or `bfloat16`; null: not known. */
  precision: string | null;
}

/** Throws a UserError that names the node and the field that is not as `RunScores` has it. */
export function runScores(node: string, scores: JsonObject): RunScores {
  const read = readScores(node, scores);
  return {
    n: read.number('n'),
    seed: read.number('seed'),
    metric: read.textOr('metric', 'accuracy'),
    higherIsBetter: read.flagOr('higherIsBetter', true),
    test: read.number('test'),
    train: read.numberOr('train', null),
    fitted: read.flagOr('fitted', null),
    chance: read.numberOr('chance', null),
    classes: read.numberOr('classes', null),
    precision: read.textOr('precision', null),
  };
}
