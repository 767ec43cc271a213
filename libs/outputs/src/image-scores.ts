import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** The scores of a stage that makes images. */
export interface ImageScores {
  /** Names of the object classes. */
  classes: string[];
  counts: { train: number; validation: number; test: number };
  /** Training images with a label, which come first. */
  labelled: number;
  /** Pixels per side. */
  resolution: number;
  /** Kinds of truth that the images have, e.g. `label`. */
  truths: string[];
  /** Whether reports show none of the images. */
  hidesSamples: boolean;
  /** The groups of the test images, in the order of the split, by `decodeGroups`; null where every image stands for itself. */
  testGroups: string | null;
  /** Mean and standard deviation of the training images in LAB, one value per channel. */
  lab: { mean: number[]; std: number[] };
  /** Accuracy of a linear classifier of rotations that sees only the border of an image (chance 0.25); null if not measured. */
  borderRotationAccuracy: number | null;
  /** The same of a small CNN. */
  borderRotationAccuracyOfCnn: number | null;
}

/** Reads the scores of an image node. Throws a UserError that names the node and the first invalid field. */
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
    labelled: read.numberOr('labelled', counts.number('train')) ?? counts.number('train'),
    resolution: read.number('resolution'),
    truths: read.texts('truths'),
    hidesSamples: read.flagOr('hidesSamples', false),
    testGroups: read.textOr('testGroups', null),
    lab: { mean: lab.numbers('mean'), std: lab.numbers('std') },
    borderRotationAccuracy: read.numberOr('borderRotationAccuracy', null),
    borderRotationAccuracyOfCnn: read.numberOr('borderRotationAccuracyOfCnn', null),
  };
}
