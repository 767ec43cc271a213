import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** What a stage that makes images leaves beside them. */
export interface ImageScores {
  /** Names of the classes of objects. */
  classes: string[];
  counts: { train: number; validation: number; test: number };
  /** Pixels per side. */
  resolution: number;
  /** Kinds of truth that the images have, e.g. `label`. */
  truths: string[];
  /** Mean and standard deviation of the training images in LAB, a value a channel. */
  lab: { mean: number[]; std: number[] };
  /** Accuracy with which the border of an image alone gives away a rotation, chance 0.25; null: not measured. */
  borderRotationAccuracy: number | null;
}

/** Throws a UserError that names the node and the field that is not as `ImageScores` has it. */
export function imageScores(node: string, scores: JsonObject): ImageScores {
  const read = readScores(node, scores);
  const [counts, lab] = [read.object('counts'), read.object('lab')];
  return {
    classes: read.texts('classes'),
    counts: {
      train: counts.number('train'),
      validation: counts.number('validation'),
      test: counts.number('test'),
    },
    resolution: read.number('resolution'),
    truths: read.texts('truths'),
    lab: { mean: lab.numbers('mean'), std: lab.numbers('std') },
    borderRotationAccuracy: read.numberOr('borderRotationAccuracy', null),
  };
}
