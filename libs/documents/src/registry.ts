import type { AugmentationRegistry } from './augment-schema';
import type { EvaluationRegistry } from './evaluation';
import type { AugmentConfig, Json, JsonObject, ScheduleConfig } from './node-config';
import type { OptionSchema } from './option-schema';
import type { ImageTruth, SourceRegistry } from './source';

/** What documents may name in one place, and the options each name takes. */
export type Registry = Record<string, RegistryEntry>;

export interface RegistryEntry {
  options: OptionSchema;
  /** What JSON Schema cannot say; gets complete options. */
  check?(options: JsonObject): OptionProblem | undefined;
  /** Of a backbone: into how many stages freezing divides it. */
  stages?: number;
  /** Of a backbone: names of the outputs that methods may ask of it; `features` and `map` every backbone gives. */
  gives?: readonly string[];
  /** Of a backbone: multiply–accumulates of a forward pass over one image; gets complete options. */
  macs?(options: JsonObject, image: { size: number; channels: number }): number;
  /** Of a method: its own schedule, where a document gives none (as in the paper). */
  pretraining?: Partial<Omit<ScheduleConfig, 'imagesSeen'>>;
  /** Of a method or task: what is on in its training, where a document does not say. */
  augment?: AugmentConfig;
  /** Of a method: how often the backbone sees an image in a step; each view is augmented with draws of its own. */
  views?: number;
  /** Of a method: names of the augmentations whose draws all views of an image share. */
  sharedBetweenViews?: readonly string[];
  /** Of a method: names of the outputs that it asks of a backbone, but for `features` and `map`. */
  needs?: readonly string[];
  /** Of a method: what depends on the number of training images, e.g. rows of a memory bank; gets complete options. */
  checkImages?(options: JsonObject, images: number): OptionProblem | undefined;
  /** Of a method: its own task can be solved in part from the outer border of an image, where the border shows how it was turned. */
  leaksThroughBorder?: true;
  /** Of a task: which truth of the images it learns, so that datasets without it are refused. */
  truth?: ImageTruth;
  /** Of a task: it says something at every position of the map, not of the image. */
  dense?: true;
  /** Of a task: the name of its main metric, of which utilities are told. */
  metric?: string;
  /** Of a task: whether a larger value of the main metric is the better one. */
  higherIsBetter?: boolean;
  /** Of a task: from which value of the main metric on its own training images a network counts as fitted. */
  fittedAt?: number;
  /** Of a task: heads for it learn beside every pretraining, of any pipeline; those that ran before run again when it is added. */
  probe?: true;
  /** Of a task: what is known of every metric it reports, the main one among them. */
  metrics?: Record<string, MetricFacts>;
}

/** What a report needs in order to print the values of a metric. */
export interface MetricFacts {
  /** The name within a sentence, e.g. `pixel accuracy`. */
  label: string;
  higherIsBetter: boolean;
  /** `share`: of 1, which reports print in percent; else the name of the unit, e.g. `scene units`. */
  unit: string;
  /** The least and the largest value that is possible; null: no bound. */
  range: readonly [least: number | null, most: number | null];
}

export interface DatasetProblem {
  /** What is wrong, e.g. `every object has the same pose`. */
  what: string;
  got: Json;
  /** The rule for datasets, e.g. `factors.viewpoint true`. */
  expected: string;
}

export interface OptionProblem {
  /** Key of the option at fault. */
  option: string;
  /** What is wrong, e.g. `rounds to a layer without channels`. */
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
}
