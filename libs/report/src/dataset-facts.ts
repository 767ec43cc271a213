export interface DatasetFacts {
  name: string;
  /** A sentence or two that hold for all datasets of its source. */
  about: string;
  /** Sentences on this one; may be empty. */
  words: string;
  /** Whether each image has a class. */
  hasLabels: boolean;
  resolution: number;
  counts: ImageCounts;
  /** What its images are, of all splits, to tell whether two results have the same ones; absent where that is not known. */
  images?: ImageDigests;
  /** Test images of each split, where seeds have test images of their own; all else is of the first split. */
  splits?: readonly number[];
  /** Accuracy of a linear classifier of rotations that sees only the outer border (chance 0.25); null if not measured. */
  borderRotationAccuracy: number | null;
  /** The same of a small CNN; null if not measured. */
  borderRotationAccuracyOfCnn: number | null;
  /** A few images of each row of its contact sheet, e.g. of each class. */
  samples: Sample[];
  /** What stands before the name of a row where its picture cannot be seen, e.g. `Samples of class`. */
  sampleAlt: string;
  /** Numbers of images by what their files hold, e.g. `grey`; absent where images are no files. */
  files?: Readonly<Record<string, number>>;
}

export interface Sample {
  label: string;
  /** PNG as a data URI. */
  image: string;
  width: number;
  height: number;
}

/** Numbers of images of each part of a dataset. */
export interface ImageCounts {
  train: number;
  validation: number;
  test: number;
}

/** Digests of images with their truths: equal ones are of the same images. */
export interface ImageDigests {
  all: string;
  test: string;
}
