import type { Json, JsonObject } from './json';
import type { ConfigValues } from './option-schema';
import type { scheduleProperties } from './training-schema';

/**
 * The resolved configuration of every stage: each default is materialised, nothing is optional, and
 * only what changes the result is in it. It is hashed; prose of a pipeline never gets here.
 */

/** Where the images of a dataset come from. */
export interface SourceConfig {
  /** Name in the registry of sources. */
  name: string;
  /** Its options, with every default. */
  [option: string]: Json;
}

/** How many images each split has. */
export type ImageCounts = { train: number; validation: number; test: number };

export interface DatasetConfig {
  dataset: string;
  /** Pixels per side. */
  resolution: number;
  /** Null: as many as the source finds, e.g. in a folder. */
  counts: ImageCounts | null;
  source: SourceConfig;
}

export type Precision = 'float32' | 'bfloat16';

/** `auto`: what was measured to be faster on the machine that computes; the manifest says which. */
export type PrecisionSetting = Precision | 'auto';

/** Which augmentations are on, by name; one that is not there is off. */
export type AugmentConfig = Record<string, AugmentSetting>;

/** `true`: with the defaults of its options; an object: the options that have other values. */
export type AugmentSetting = boolean | JsonObject;

export interface ScheduleConfig extends ConfigValues<ReturnType<typeof scheduleProperties>> {
  /** Images seen in training, repeats included; the number of steps is ⌊imagesSeen / batch⌋. */
  imagesSeen: number;
}

export interface BackboneConfig {
  name: string;
  options: JsonObject;
}

export interface PretrainConfig {
  dataset: string;
  backbone: BackboneConfig;
  method: { name: string; options: JsonObject };
  /** Tasks that heads learn from all labels meanwhile; they do not change the backbone. */
  probes: { name: string; options: JsonObject }[];
  schedule: ScheduleConfig;
  augment: AugmentConfig;
  precision: PrecisionSetting;
  seed: number;
  /** It learns from the labelled images of this draw alone; absent: from all training images. */
  labelled?: Pick<SupervisedConfig, 'n' | 'seed' | 'labels'>;
}

/** What is done with a pretrained network before it is measured; training from scratch is always `finetune`. */
export interface EvaluationConfig {
  /** Name in the registry of evaluations. */
  name: string;
  /** Its options, with every default. */
  [option: string]: Json;
}

/** The arm whose frozen network keeps the random weights that it starts with. */
export const RANDOM_WEIGHTS = 'random-weights';

/** `balanced`: as many labelled images of each class as the budget allows. `random`: the first of one shuffle of all images. */
export type LabelDraw = 'balanced' | 'random';

/** Finetuning and training from scratch: one code path, only the first weights differ. */
export interface SupervisedConfig {
  dataset: string;
  backbone: BackboneConfig;
  task: { name: string; options: JsonObject };
  /** `scratch`, `random-weights`, or the name of the pretraining method whose weights come first. */
  arm: string;
  evaluation: EvaluationConfig;
  /** How the labelled images are drawn; absent: `balanced`. */
  labels?: Exclude<LabelDraw, 'balanced'>;
  /** Labelled images. */
  n: number;
  schedule: ScheduleConfig;
  /** Index lists shorter than this are repeated within an epoch (paper code: 10,000). */
  epochMinimum: number;
  augment: AugmentConfig;
  precision: PrecisionSetting;
  /** Names the label draw, the initial weights, the augmentation and the order; the draw is the same for every arm. */
  seed: number;
}

/** Of evaluations that fit a head without steps: no schedule, no augmentation. */
export type FrozenConfig = Omit<SupervisedConfig, 'schedule' | 'epochMinimum' | 'augment'>;

/** What is computed, or read from a table, of each image of a dataset in place of a pretrained network. */
export interface FeaturesConfig extends Pick<DatasetConfig, 'dataset' | 'resolution' | 'counts'> {
  method: { name: string; options: JsonObject };
  /** Of a table alone: the source of the images that it names. */
  source?: SourceConfig;
  /** The following are of networks with random weights alone. */
  backbone?: BackboneConfig;
  precision?: PrecisionSetting;
  seed?: number;
}

export interface CurveConfig {
  dataset: string;
  backbone: BackboneConfig;
  task: string;
  arm: string;
  /** Seed of a run → seed of the pretrained network that it starts from; null from scratch. */
  pretraining: Record<string, number> | null;
  /** The metric of the runs that it is made of; absent: the main metric of the task. */
  metric?: 'balancedAccuracy';
}

/** A curve of runs of another program: all that is known of them is here. */
export interface ScoresConfig extends Omit<CurveConfig, 'pretraining' | 'metric'> {
  metric: {
    name: string;
    /** As in `MetricFacts`. */
    label: string;
    unit: string;
    range: [least: number | null, most: number | null];
  };
  higherIsBetter: boolean;
  /** The metric of the best constant answer; null if unknown. */
  chance: number | null;
  /** Labelled images, seed, value and number of the pretrained network (null from scratch) of each run, by budget and seed. */
  runs: [n: number, seed: number, value: number, network: number | null][];
}

/** Which curves of a pipeline belong together; curves by the names of their nodes. */
export interface SpreadConfig {
  panels: {
    scratch: string;
    /** `arm`: what is the same on every dataset: backbone, task, method and evaluation. */
    finetuned: { node: string; arm: string }[];
  }[];
}

export interface UtilityConfig {
  dataset: string;
  backbone: BackboneConfig;
  task: string;
  method: string;
  /** `isotonic`: the draws of a panel, with its monotone fit. `paper`: the released code's rule, linear in n. */
  inversion: 'isotonic' | 'paper';
  /** Coverage of the interval, e.g. 0.95. */
  coverage: number;
  draws: number;
  seed: number;
}
