import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import type { Json, JsonObject } from './json';
import type { DatasetConfig, LabelDraw, SourceConfig } from './node-config';
import type { DatasetProblem } from './dataset-problem';

/** What may be known of each image of a dataset besides its pixels. */
export const IMAGE_TRUTHS = ['label', 'pose', 'mask', 'depth', 'rotation', 'shape'] as const;

export type ImageTruth = (typeof IMAGE_TRUTHS)[number];

/** Where images may come from, by name; the first is the source of documents that name none. */
export type SourceRegistry = Record<string, SourceEntry>;

/** What is known of a source without making an image. Its options come with every default. */
export interface SourceEntry {
  options: SourceOptions;
  /** Which truths the images have. */
  truths(source: SourceConfig): readonly ImageTruth[];
  /** Why they lack one, and which options would change that; without this a general message says so. */
  lacks?(truth: ImageTruth, source: SourceConfig): DatasetProblem | undefined;
  /** What JSON Schema cannot say of the options and of the numbers of images. */
  check?(source: SourceConfig, images: Images): SourceProblem[];
  /**
   * Digests of files outside the workspace that the images are made of. They are taken before the node runs and belong to
   * its action key; Nx then asks for them in every run. Throws a UserError for a file that cannot be read.
   */
  ingredients?(config: DatasetConfig, place: SourcePlace): Promise<FileIngredient[]>;
  /** What may be switched on and off in its images; reports compare datasets that differ by one factor alone. Absent: nothing. */
  factors?(source: SourceConfig): SourceFactors;
  /**
   * The options that say where files lie. They reach the code of the source, but neither configurations of nodes nor keys, so
   * that the same files at another place are the same dataset; `ingredients` stand for their contents.
   */
  paths?: readonly string[];
  /**
   * Digests of the rows that a table of features has for the images of a dataset, in the role of `ingredients` for an arm that reads
   * the table; `file` is its path as the document gives it. Absent: images have no names by which a table could give their features.
   */
  featureRows?(config: DatasetConfig, place: SourcePlace, file: string): Promise<FileIngredient[]>;
  /** Choices of test images, which seeds have in turn; absent: one for all runs. */
  splits?: SourceSplits;
  /** True where the files decide how many images there are; documents then give no numbers of images. */
  findsCounts?: true;
  /**
   * How few and how many labels a training can have, as far as it is known without decoding an image; for sources with `findsCounts`.
   * Throws a UserError for files that cannot be a dataset.
   */
  labelRange?(config: DatasetConfig, place: SourcePlace): Promise<LabelRange>;
  /** How the labelled images are drawn where a pipeline does not say; absent: `balanced`. */
  labelDraw?: LabelDraw;
  words: SourceWords;
}

/** The numbers of labels that a training on a dataset can have. */
export interface LabelRange {
  /** One for each class, the least where labels are drawn at random; 1 where the classes are not known yet. */
  least: number;
  /** The training images with a label. */
  most: number;
}

export interface SourceSplits {
  /** How many choices a source has, at least 1. */
  count(source: SourceConfig): number;
  /** The source of one of them, from 0, as its images need it; split 0 is that of a document that names no number of splits. */
  of(source: SourceConfig, split: number): SourceConfig;
}

export interface SourceFactors {
  /** Whether each factor is on, by its name. */
  factors: Readonly<Record<string, boolean>>;
  /** All other options that the images depend on. */
  otherwise: JsonObject;
}

/** Options as JSON Schema, each with a description and a default. */
export interface SourceOptions {
  type: 'object';
  /** One sentence: where the images come from. */
  description: string;
  properties: Record<string, JsonSchema>;
}

export interface Images {
  resolution: number;
  train: number;
  validation: number;
  test: number;
}

export interface SourceProblem {
  /** Key of the option at fault, or of the number of images, e.g. `images.train`. */
  key: string;
  what: string;
  got: Json;
  expected: string;
}

/** Where paths and variables of a source are looked up. */
export interface SourcePlace {
  /** Root of the workspace. */
  root: string;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface FileIngredient {
  /** Tells it from other files of the node, e.g. its path below the folder of the dataset. */
  name: string;
  /** SHA-256 (hex) of the content. */
  sha256: string;
}

/** What a report says of datasets of a source. */
export interface SourceWords {
  /** A sentence or two that hold for all of them. */
  about: string;
  /** Sentences on one of them; empty when absent. */
  dataset?(source: SourceConfig): string;
  /** The rows of the contact sheet that are no classes; undefined or absent: a row for each class. */
  rows?(source: SourceConfig): SheetRows | undefined;
}

/** Rows of a contact sheet. */
export interface SheetRows {
  /** Names of the first rows, which a report shows. */
  names: readonly string[];
  /** Rows in all. */
  count: number;
  /** What stands before the name of a row where the picture cannot be seen, e.g. `Samples of class`. */
  alt: string;
}

/** Most classes that have a row in a contact sheet. */
const MOST_CLASS_ROWS = 20;

/** The rows that a contact sheet has by default: one for each of the first 20 classes, or one for all images. */
export const classRows = (classes: readonly string[], hasLabels: boolean): SheetRows => {
  if (!hasLabels) return { names: ['images'], count: 1, alt: 'Samples:' };
  const names = classes.slice(0, MOST_CLASS_ROWS);
  return { names, count: names.length, alt: 'Samples of class' };
};

/** Name of the source of documents that name none. */
export const defaultSource = (sources: SourceRegistry): string => Object.keys(sources)[0]!;

/** A source of a document with every default. */
export function resolveSource(given: Json | undefined, sources: SourceRegistry): SourceConfig {
  const choice = isObject(given) ? given : {};
  const name = (choice['name'] as string | undefined) ?? defaultSource(sources);
  const { properties } = sources[name]!.options;
  const options = withDefaults({ type: 'object', properties }, choice) as JsonObject;
  return { ...options, name };
}

/** Whether the images of a dataset have a truth. */
export const hasTruth = (
  sources: SourceRegistry,
  { source }: Pick<DatasetConfig, 'source'>,
  truth: ImageTruth,
): boolean => sources[source.name]!.truths(source).includes(truth);
