import type { AugmentationRegistry } from './augment-schema';
import type { ClaimRegistry } from './claim';
import type { EvaluationRegistry } from './evaluation';
import type { JsonObject } from './json';
import type { AugmentConfig, ScheduleConfig } from './node-config';
import type { OptionSchema } from './option-schema';
import type { ImageTruth, SourceRegistry } from './source';

/** The names that documents may use in one place, with the options of each. */
export type Registry = Record<string, RegistryEntry>;

export interface RegistryEntry {
  options: OptionSchema;
  /** Checks rules that JSON Schema cannot express; receives complete options. */
  check?(options: JsonObject): OptionProblem | undefined;
  /** Backbones only. The number of stages at which freezing can stop. */
  stages?: number;
  /** Backbones only. The names of the outputs that methods may request; every backbone gives `features` and `map`. */
  gives?: readonly string[];
  /** Backbones only. Multiply–accumulate operations of a forward pass over one image; receives complete options. */
  macs?(options: JsonObject, image: { size: number; channels: number }): number;
  /** Backbones only. Values that its convolutions give for one image; receives complete options. */
  activations?(options: JsonObject, image: { size: number; channels: number }): number;
  /** Backbones only. The number of learned parameters for images of so many channels; receives complete options. */
  parameters?(options: JsonObject, channels: number): number;
  /** Methods only. The default schedule of its pretraining, as in the paper. */
  pretraining?: Partial<Omit<ScheduleConfig, 'imagesSeen'>>;
  /** Methods and tasks only. The default augmentations of its training. */
  augment?: AugmentConfig;
  /** Methods only. The number of times that the backbone sees an image in a step; each view is augmented by draws of its own. */
  views?: number;
  /** Methods only. The names of the augmentations whose draws all views of an image share. */
  sharedBetweenViews?: readonly string[];
  /** Methods only. The names of the outputs that it requests from a backbone besides `features` and `map`. */
  needs?: readonly string[];
  /** Methods only. Checks the number of training images, e.g. against the rows of a memory bank; receives complete options. */
  checkImages?(options: JsonObject, images: number): OptionProblem | undefined;
  /** Methods only. The smallest batch from which it can learn, e.g. 2 where images of a batch are compared; absent: 1. */
  leastBatch?: number;
  /**
   * Methods only. True if its task can be solved in part from the outer border of an image, where the border shows the
   * rotation.
   */
  leaksThroughBorder?: true;
  /** Methods only. The measure that tells whether it learned its own task; absent where there is nothing to learn. */
  learning?: LearningFacts;
  /** Methods only. Present where nothing is pretrained, and a head reads something else than a pretrained network. */
  reads?: ReadsInstead;
  /** Tasks only. The kind of ground truth that it learns; datasets without it are refused. */
  truth?: ImageTruth;
  /** Tasks only. The names of its classes, where these are not those of the dataset. */
  classes?: readonly string[];
  /** Tasks only. True for dense prediction: one output per map position. */
  dense?: true;
  /** Tasks only. The name of its main metric, from which utilities are computed. */
  metric?: string;
  /** Tasks only. Whether larger values of the main metric are better. */
  higherIsBetter?: boolean;
  /** Tasks only. The value of the main metric on its own training images from which a network counts as fitted. */
  fittedAt?: number;
  /** Tasks only. True if its heads probe every pretraining of any pipeline; adding such a task reruns all of them. */
  probe?: true;
  /** Tasks only. The descriptor of every metric that it reports, including the main one. */
  metrics?: Record<string, MetricFacts>;
}

/** What a head reads in place of a pretrained network. */
export interface ReadsInstead {
  /**
   * `table`: features that were made elsewhere, from a file of the user. `images`: numbers that are computed from the pixels.
   * `random weights`: the features of a network that was never trained, another one for each seed.
   */
  from: 'table' | 'images' | 'random weights';
  /** The name of the only evaluation that it has. */
  evaluation: string;
  /** The options that say where files lie. They reach neither configurations of nodes nor keys. */
  paths?: readonly string[];
  /** What a report says of it: a sentence or two. */
  about: string;
}

/** The descriptor of a metric, for printing its values. */
export interface MetricFacts {
  /** The name within a sentence, e.g. `pixel accuracy`. */
  label: string;
  higherIsBetter: boolean;
  /** `share` for shares of 1, which reports print in percent; otherwise the name of the unit, e.g. `scene units`. */
  unit: string;
  /** The smallest and the largest possible value; null where there is no bound. */
  range: readonly [least: number | null, most: number | null];
}

/** What a method measures on images that it was not trained on, to tell whether it learned its own task. */
export interface LearningFacts extends MetricFacts {
  /** The name of the measure in outputs, e.g. `turns`. */
  check: string;
  /** From which value on it learned, as a phrase, e.g. `at least 10 times chance`. */
  rule: string;
}

export interface OptionProblem {
  /** Key of the faulty option. */
  option: string;
  /** The problem, e.g. `rounds to a layer without channels`. */
  what: string;
  /** The rule, e.g. `at least 0.0079`. */
  expected: string;
}

export interface Registries {
  backbones: Registry;
  methods: Registry;
  tasks: Registry;
  evaluations: EvaluationRegistry;
  augmentations: AugmentationRegistry;
  sources: SourceRegistry;
  claims: ClaimRegistry;
}
