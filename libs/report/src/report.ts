import type { LearningCurve, UtilityPoint } from '@nhat/curves';
import type { JsonObject, MetricFacts } from '@nhat/documents';

/** All that a report shows, as values: no files, clocks or hosts. */
export interface Report {
  /** Name of the pipeline. */
  name: string;
  /** Prose of the pipeline document; empty where the document has none. */
  question: string;
  cost: string;
  expected: string;
  inversion: 'isotonic' | 'paper';
  /** Nominal coverage of the intervals. */
  coverage: number;
  panels: Panel[];
  datasets: DatasetFacts[];
  pretrainings: PretrainingFacts[];
  /** How the networks were trained, each set of settings once. */
  settings: Setting[];
  stages: StageCost[];
  provenance: Provenance;
}

/** One scratch curve and the methods that are compared with it. */
export interface Panel {
  dataset: string;
  /** Its name, with the settings in which it differs from another of the report: `resnet9 (width 0.5)`. */
  backbone: string;
  /** All options of the backbone, whether they differ or not. */
  backboneOptions: JsonObject;
  task: string;
  /** The main metric of the task. */
  metric: Metric;
  /** The metric of the best constant answer on the test images; null: not known. */
  chance: number | null;
  /** Classes of objects in the dataset; null: not known. */
  classes: number | null;
  scratch: LearningCurve;
  comparisons: Comparison[];
  /** Of the runs from scratch. */
  origins: RunOrigin[];
  /** What its runs were computed in; more than one: they are not quite the same experiment. */
  precisions: string[];
}

/** A metric as it is printed. Of which values are better, the curves say. */
export interface Metric extends Pick<MetricFacts, 'label' | 'unit' | 'range'> {
  /** In rows and files, e.g. `pixelAccuracy`. */
  name: string;
}

export interface Comparison {
  /** With what was done with the pretrained network, when that is not plain finetuning: `rotation (linear)`. */
  method: string;
  /** What was done: `linear`, `frozen to 1`; absent for finetuning. */
  evaluation?: string;
  /** The task of its pretraining can be solved in part from the outer border of an image. */
  leaksThroughBorder?: true;
  curve: LearningCurve;
  points: UtilityPoint[];
  /** Networks that were pretrained; finetuning takes turns through them. */
  pretrained: number;
  /** Of the runs of `curve`. */
  origins: RunOrigin[];
}

/** What one run of a curve, known by n and seed, started from. */
export interface RunOrigin {
  n: number;
  seed: number;
  /** Images seen in training; null where a head is fitted without steps. */
  imagesSeen: number | null;
  /** Seed of the pretrained network; null from scratch. */
  pretraining: number | null;
}

/** How networks of one arm were trained. */
export interface Setting {
  /** `pretraining`, `scratch`, `finetuning`, or what else was done with a pretrained network. */
  arm: string;
  backbone: string;
  /** The method of a pretraining, the task of the others. */
  of: string;
  /** The least and the most that a run had; null where a head is fitted without steps. */
  imagesSeen: [least: number, most: number] | null;
  /** Null where a head is fitted without steps. `warmup`: the share of the steps in which the rate rises. */
  schedule: {
    batch: number;
    peakRate: number;
    finalRate: number;
    warmup: number;
    weightDecay: number;
  } | null;
  /** Augmentations that were on; null where images are taken as they are. */
  augment: string[] | null;
  /** The setting of the document: `float32`, `bfloat16` or `auto`. */
  precision: string;
}

export interface DatasetFacts {
  name: string;
  /** A sentence or two that hold for all datasets of its source. */
  about: string;
  /** Sentences on this one; may be empty. */
  words: string;
  /** Whether each image has a class. */
  hasLabels: boolean;
  resolution: number;
  counts: { train: number; validation: number; test: number };
  /** Accuracy with which the outer border alone gives away a rotation (chance 0.25); null: not measured. */
  borderRotationAccuracy: number | null;
  /** A few images of each row of its contact sheet, e.g. of each class. */
  samples: Sample[];
  /** What stands before the name of a row where its picture cannot be seen, e.g. `Samples of class`. */
  sampleAlt: string;
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
  imagesSeen: number;
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
  /** The task's main metric. */
  metric: Metric;
  /** Null: no such head. */
  linear: number | null;
  mlp: number | null;
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
  /** The commit that of the code when the report was written; null: not known. */
  checkout: Checkout | null;
  /** The command that computes the report again. */
  command: string;
  /** When the newest result was computed, ISO 8601 in UTC; null: not known. */
  newest: string | null;
  engines: string[];
  precision: string[];
  runtimes: string[];
  nodes: { name: string; actionKey: string; outputs: string; code: string }[];
}

/** State of a working copy under git. */
export interface Checkout {
  commit: string;
  /** Whether files differ from the commit. */
  changed: boolean;
}
