import type { ReadingKind, Status } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { DatasetFacts } from './dataset-facts';

/**
 * A result of a pipeline as it is kept to be compared with later ones: what was asked, the utilities, and every run behind them. It is
 * plain JSON.
 */
export interface KeptResult {
  format: 1;
  pipeline: string;
  /** When its report was written, ISO 8601 in UTC. */
  date: string;
  /** The commit of the code at that time; null if unknown. */
  commit: string | null;
  /** Whether files differed from the commit. */
  changed: boolean;
  /** Nominal coverage of the intervals. */
  coverage: number;
  /** The options of the pipeline; null if unknown. */
  options: JsonObject | null;
  panels: KeptPanel[];
  /** The datasets whose images are known; absent in results of older code. */
  datasets?: KeptDataset[];
  /** The units of the metrics of the panels; absent in results of older code. */
  units?: Record<string, string>;
}

/** Which images a dataset had. */
export type KeptDataset = Pick<DatasetFacts, 'name' | 'counts'> &
  Required<Pick<DatasetFacts, 'images'>>;

/** One scratch curve and the arms that are compared with it. */
export interface KeptPanel {
  dataset: string;
  /** Name of the backbone, as the report has it. */
  backbone: string;
  backboneOptions: JsonObject;
  task: string;
  metric: string;
  higherIsBetter: boolean;
  scratch: KeptRun[];
  arms: KeptArm[];
}

export interface KeptArm {
  method: string;
  evaluation: string;
  runs: KeptRun[];
  utilities: KeptUtility[];
}

/** What a row stated. */
export interface KeptUtility {
  n: number;
  kind: ReadingKind;
  status: Status;
  /** U; null where none was stated. */
  utility: number | null;
}

export interface KeptRun {
  n: number;
  seed: number;
  /** The metric on test images. */
  value: number;
  fitted: boolean | null;
  /** Seed of the pretrained network; null from scratch. */
  pretraining: number | null;
  /** Names the training; runs of equal names are one. */
  result: string;
}

/**
 * The content of a result without when and by what it was computed: results with equal content are the same. Which images it is of is
 * left out, because other images give other runs.
 */
export const contentOf = ({ options, coverage, panels }: KeptResult): JsonObject =>
  ({ options, coverage, panels }) as unknown as JsonObject;
