import type { DecidedClaim, Overview } from '@nhat/claims';
import type { ArmUtilities, LearningCurve, MeanBand, PossibleBudgets } from '@nhat/curves';
import type { JsonObject, MetricFacts } from '@nhat/documents';
import type { DatasetFacts, Sample } from './dataset-facts';
import type { DecisionFacts } from './decision';
import type { KeptResult } from './kept-result';
import type { Recalls } from './recalls';

/** Everything that a report shows, as values without files, clocks or hosts. */
export interface Report {
  /** Name of the pipeline. */
  name: string;
  /** Texts of the pipeline document; empty where the document has none. */
  question: string;
  cost: string;
  expected: string;
  inversion: 'isotonic' | 'paper';
  /** Nominal coverage of the intervals. */
  coverage: number;
  /** Names of the pipelines whose cells it joins; absent or one for a pipeline alone. */
  members?: readonly string[];
  panels: Panel[];
  /** The claims of the document, in its order. */
  claims: DecidedClaim[];
  /** How often `nx decide` added runs after a look at the results; never when absent. */
  rounds?: number;
  /** Which arm is the cheapest at the labels and prices of a reader; absent where the document has none. */
  decision?: DecisionFacts;
  /** What the results show as a whole; its places of cells are those of `panels`. Absent: it was not computed. */
  overview?: Overview;
  datasets: DatasetFacts[];
  pretrainings: PretrainingFacts[];
  /** The losses of its trainings; absent or empty where none are kept. */
  trainings?: TrainingCourse[];
  /** What its networks predict and rebuild; absent where no node kept pictures. */
  pictures?: Pictures;
  /** The training settings; each distinct set occurs once. */
  settings: Setting[];
  stages: StageCost[];
  /** How long all of it took by the clock; null or absent if unknown. */
  clock?: ClockTime | null;
  provenance: Provenance;
  /** What the pipeline gave before this result, if an earlier report of another result is kept. */
  earlier?: KeptResult;
  /** The options of the pipeline that decide results, as `pipelineOptions` gives them; null or absent if unknown. */
  options?: JsonObject | null;
}

/** One scratch curve and the methods that are compared with it. */
export interface Panel {
  dataset: string;
  /** Name of the backbone, with the settings in which it differs from other backbones of the report: `resnet9 (width 0.5)`. */
  backbone: string;
  /** All options of the backbone, including those that all panels share. */
  backboneOptions: JsonObject;
  task: string;
  /** The main metric of the task. */
  metric: Metric;
  /** The metric on its own training images from which a network counts as having learned them; absent where that is not known. */
  fittedAt?: number;
  /** The metric of the best constant answer on the test images; null if unknown. */
  chance: number | null;
  /** The number of object classes in the dataset; null if unknown. */
  classes: number | null;
  scratch: LearningCurve;
  /** The numbers of labels that its trainings can have; absent for scores of another program. */
  possibleBudgets?: PossibleBudgets;
  /** The monotone fit of scratch with its interval; by the rule of the paper its means. */
  scratchBand: MeanBand[];
  comparisons: Comparison[];
  /** The origins of the runs from scratch. */
  origins: RunOrigin[];
  /** Networks with random weights: a reference for frozen evaluations, shared by all methods and never ranked. */
  references?: Reference[];
  /** The test images, and groups of them, whose choice the intervals hold; null or absent where they hold none. */
  testImages?: { images: number; groups: number | null } | null;
  /** Choices of test images, one for each seed, where seeds have test images of their own. */
  splits?: number;
  /** How well each class is recognised; absent where no run kept its answers to test images. */
  recalls?: Recalls;
  /** Its runs are scores of another program, of which nothing else is known. */
  ofAnotherProgram?: true;
  /** The precisions of its runs. With more than one, the runs are not strictly comparable. */
  precisions: string[];
}

/** A metric as it is printed. The curves contain its direction. */
export interface Metric extends Pick<MetricFacts, 'label' | 'unit' | 'range'> {
  /** The name in rows and files, e.g. `pixelAccuracy`. */
  name: string;
}

export interface Comparison extends Pick<ArmUtilities, 'points' | 'slope' | 'atAccuracy'> {
  /** The method, with the evaluation unless that is plain finetuning: `rotation (linear)`. */
  method: string;
  /** The evaluation: `linear`, `frozen to 1`; absent for finetuning. */
  evaluation?: string;
  /** What its heads read in place of a pretrained network; absent for pretraining. */
  reads?: ReadsFacts;
  /** True if its pretraining task can be solved in part from the outer border of an image. */
  leaksThroughBorder?: true;
  /** What each of its pretrained networks learned of the task of its method; absent or empty where no check is known. */
  learning?: LearningFacts[];
  curve: LearningCurve;
  /** The means of `curve` with their intervals. */
  band: MeanBand[];
  /** The number of pretrained networks; the finetuning runs use them in turn. */
  pretrained: number;
  /** Mean seconds of one pretraining, on the machine that computed it; null or absent if unknown. */
  pretrainingSeconds?: number | null;
  /** The origins of the runs of `curve`. */
  origins: RunOrigin[];
}

/** What the heads of an arm without pretraining read of each image. */
export interface ReadsFacts {
  /** What made it, as the document says; may be empty. */
  title: string;
  /** A sentence or two that begin in lower case; empty where nothing is known. */
  about: string;
  /** Numbers for each image; null if unknown. */
  dimensions: number | null;
}

/** A measure of the task of a method on held-out images; its numbers are null where it was not measured. */
export interface LearningFacts {
  /** The measure; its name is that in the outputs. */
  metric: Metric;
  value: number | null;
  /** The value of a method that learned nothing. */
  chance: number | null;
  /** The value from which on the method learned, also in words. */
  threshold: number | null;
  rule: string;
  learned: boolean | null;
  /** The network learned from so many labelled images alone, for runs with as many labels; absent: from all training images. */
  labels?: number;
}

/** The curve of networks with random weights in one evaluation. */
export interface Reference {
  /** `random weights (linear)` */
  name: string;
  evaluation: string;
  curve: LearningCurve;
  origins: RunOrigin[];
}

/** What is known of one run besides its test score; n and seed identify it within its curve. */
export interface RunOrigin {
  n: number;
  seed: number;
  /** Images seen in training; null for heads that are fitted without steps. */
  imagesSeen: number | null;
  /** Seed of the pretrained network; null from scratch. */
  pretraining: number | null;
  /** The metric on validation images; null or absent without such images. */
  validation?: number | null;
  /** The number of object classes among the labelled images; null or absent if unknown. */
  labelledClasses?: number | null;
  /** Settings that a head derived from the labelled images, e.g. `{ inversePenalty: 10 }`; null or absent if there are none. */
  chosen?: JsonObject | null;
  /** Digest of its result: two runs with the same one are the same training. Absent if unknown. */
  result?: string;
}

/** The training settings of one arm. */
export interface Setting {
  /** `pretraining`, `scratch`, `finetuning`, or another evaluation of a pretrained network. */
  arm: string;
  backbone: string;
  /** The method of a pretraining; the task of other arms. */
  of: string;
  /** The method whose networks are trained with labels by a recipe of their own; absent where they have that of scratch. */
  method?: string;
  /** In what it differs: its own number and that of scratch. */
  own?: Partial<Record<keyof NonNullable<Setting['schedule']>, { own: number; scratch: number }>>;
  /** The smallest and the largest number over the runs; null for heads that are fitted without steps. */
  imagesSeen: [least: number, most: number] | null;
  /** Null for heads that are fitted without steps. `warmup` is the share of the steps in which the rate rises. */
  schedule: {
    batch: number;
    peakRate: number;
    finalRate: number;
    warmup: number;
    weightDecay: number;
  } | null;
  /** The enabled augmentations; null where images are used unchanged. */
  augment: string[] | null;
  /** The value in the document: `float32`, `bfloat16` or `auto`. */
  precision: string;
}

export interface PretrainingFacts {
  dataset: string;
  backbone: string;
  method: string;
  /** It learned from so many labelled images alone; absent: from all training images. */
  labelled?: number;
  seed: number;
  imagesSeen: number;
  /** Means over the last tenth of the training. */
  loss: number;
  /** Accuracy on the pretext task; null for methods without one. */
  accuracy: number | null;
  /** What it learned of its own task; null where no check is known. */
  learning?: LearningFacts | null;
  /** How the features of held-out images differ, for methods with several views; null where it was not measured. */
  embedding?: EmbeddingFacts | null;
  /** Results of heads that were fitted to its frozen features with labels, on held-out images. */
  probes: ProbeFacts[];
  seconds: number;
}

/** The course of one training: of a network without labels, from scratch, or of a pretrained network with n labels. */
export interface TrainingCourse {
  dataset: string;
  backbone: string;
  /** The task of a training with labels; null for pretraining. */
  task: string | null;
  /** The method of a pretraining, with its evaluation behind it in a comparison; null from scratch. */
  method: string | null;
  /** The number of labels; null for pretraining. */
  n: number | null;
  seed: number;
  steps: number;
  /** Up to `LOSS_POINTS` means over equal numbers of steps, in their order; all finite. */
  losses: number[];
}

/** Pictures of what networks make of a few images. */
export interface Pictures {
  sheets: PictureSheet[];
  /** The number of sheets that were left out, because a page must stay small. */
  leftOut: number;
}

/** Rows of pictures of the same images: of a panel, from scratch and by its best method; or of a pretraining. */
export interface PictureSheet {
  dataset: string;
  backbone: string;
  /** Null for a pretraining; then there are neither labels nor a metric. */
  task: string | null;
  method: string | null;
  n: number | null;
  seed: number;
  metric: Metric | null;
  rows: PictureRow[];
}

/** A row of pictures side by side. */
export interface PictureRow extends Sample {
  /** The score of its network on all test images; null for rows that are of no network. */
  value: number | null;
}

export interface EmbeddingFacts {
  /** 0: all images have the same features; 1: the features spread evenly. */
  spread: number;
  /** 1 … dimensions. */
  effectiveRank: number;
  dimensions: number;
  /** Whether these are so small that the network tells hardly any images apart. */
  collapsed: boolean;
}

export interface ProbeFacts {
  task: string;
  /** The task's main metric. */
  metric: Metric;
  /** Null when there is no such probe. */
  linear: number | null;
  mlp: number | null;
  /** The same on the network before its training; null where that was not measured. */
  randomLinear?: number | null;
  randomMlp?: number | null;
}

/** A time by the clock, in which nodes that ran side by side count once. */
export interface ClockTime {
  /** Seconds in which at least one of the nodes ran. */
  seconds: number;
  /** The number of machines on which they ran. */
  machines: number;
}

export interface StageCost {
  stage: string;
  nodes: number;
  /** Seconds of every node's process at the time of computing, summed: nodes that ran side by side all count. */
  seconds: number;
  /** Null or absent if unknown. */
  clock?: ClockTime | null;
  /** The seconds per part: start, data, train, evaluate, write. Parts that were not recorded are missing. */
  parts: Record<string, number>;
  /** Images rendered or trained on, counting repeats; null for stages without images. */
  images: number | null;
  /** Images per second of one process, while rendering or training; null for stages without images. */
  imagesPerSecond: number | null;
}

/** A file of scores of another program. */
export interface ScoresFile {
  /** In the workspace, or the name of a file elsewhere. */
  path: string;
  runs: number;
}

export interface Provenance {
  /**
   * The pack that the results were read from, and what is other today, a clause each; absent for results of this workspace. `unread` says why
   * its images cannot be read, where that is so.
   */
  published?: { path: string; digest: string; differences: readonly string[]; unread?: string };
  /** The files that runs of other programs were read from; absent or empty without such. */
  scores?: readonly ScoresFile[];
  /** The commit of the code at the time of the report, or of the pack; null if unknown. */
  checkout: Checkout | null;
  /** The command that computes the report again. */
  command: string;
  /** When the newest result was computed, ISO 8601 in UTC; null if unknown. */
  newest: string | null;
  engines: string[];
  precision: string[];
  runtimes: string[];
  /** On which processors networks were trained or finetuned, the most first; the model is null where it was not recorded. */
  processors: { model: string | null; networks: number }[];
  nodes: { name: string; actionKey: string; outputs: string; code: string }[];
}

/** The state of a git working copy. */
export interface Checkout {
  commit: string;
  /** Whether files differ from the commit. */
  changed: boolean;
}
