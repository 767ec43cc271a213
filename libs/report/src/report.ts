import type { LearningCurve, UtilityPoint } from '@nhat/curves';

/** Everything a report says, as values: no files, clocks or hosts. */
export interface Report {
  /** Name of the pipeline. */
  name: string;
  /** Prose of the pipeline document; empty when it says nothing. */
  question: string;
  cost: string;
  expected: string;
  inversion: 'isotonic' | 'paper';
  /** Nominal coverage of the intervals. */
  coverage: number;
  panels: Panel[];
  datasets: DatasetFacts[];
  pretrainings: PretrainingFacts[];
  stages: StageCost[];
  provenance: Provenance;
}

/** One scratch curve and the methods that are compared with it. */
export interface Panel {
  dataset: string;
  backbone: string;
  task: string;
  /** Name of the main metric of the task, e.g. `pixelAccuracy`. */
  metric: string;
  scratch: LearningCurve;
  comparisons: Comparison[];
  /** Image-steps of the runs, by budget. */
  imageSteps: { n: number; imageSteps: number }[];
  /** What its runs were computed in; more than one: they are not quite the same experiment. */
  precisions: string[];
}

export interface Comparison {
  /** With what was done with the pretrained network, when that is not plain finetuning: `rotation (linear)`. */
  method: string;
  /** What was done: `linear`, `frozen to 1`; absent for finetuning. */
  evaluation?: string;
  curve: LearningCurve;
  points: UtilityPoint[];
  /** Networks that were pretrained; finetuning takes turns through them. */
  pretrained: number;
}

export interface DatasetFacts {
  name: string;
  /** What varies between its images, in words; empty: nothing does. */
  varying: string[];
  background: string;
  /** Objects in an image. */
  objects: number;
  resolution: number;
  counts: { train: number; validation: number; test: number };
  /** Accuracy with which the outer border alone gives away a rotation (chance 0.25); null: not measured. */
  borderRotationAccuracy: number | null;
  /** A few images of each class; of scenes, a few with their truth. */
  samples: Sample[];
}

export interface Sample {
  label: string;
  /** PNG as a data URI. */
  image: string;
  width: number;
  height: number;
}

export interface PretrainingFacts {
  dataset: string;
  backbone: string;
  method: string;
  seed: number;
  imageSteps: number;
  /** Means over the last tenth of the training. */
  loss: number;
  /** Of the pretext task; null where it has none. */
  accuracy: number | null;
  /** What heads learned from all labels on its features meanwhile, on images that they never saw. */
  probes: ProbeFacts[];
  seconds: number;
}

export interface ProbeFacts {
  task: string;
  /** Name of the task's main metric. */
  metric: string;
  linear: number;
  mlp: number;
}

export interface StageCost {
  stage: string;
  nodes: number;
  /** Wall-clock seconds summed over the nodes, when they were computed. */
  seconds: number;
  /** Those of them that are known by part: start, data, train, evaluate, write. */
  parts: Record<string, number>;
  /** Images rendered or trained on, repeats included; null where that means nothing. */
  images: number | null;
  /** Images a second of one process, while rendering or training; null where that means nothing. */
  imagesPerSecond: number | null;
}

export interface Provenance {
  engines: string[];
  precision: string[];
  runtimes: string[];
  nodes: { name: string; actionKey: string; outputs: string; code: string }[];
}
