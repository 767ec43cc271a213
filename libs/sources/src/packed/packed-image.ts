import type { Split } from '@nhat/artifacts';
import type { TableColumn } from '../folder/options';

/** An image in a file that holds many. */
export interface PackedImage {
  /** An encoded image, or with `shape` its values, `[height, width, channels]`, one byte each. */
  bytes: Buffer;
  shape?: readonly [height: number, width: number, channels: number];
  /** Null where it has none. */
  label: string | null;
  /** Null where the file does not say. */
  split: Split | null;
  /** Null for an image of its own. */
  group: string | null;
  /** Where in the file, e.g. `x_train 17` or `row 17`; counts from 0. */
  at: string;
}

/** Names of the columns or arrays; empty where they are to be found by their usual names. */
export type PackedNames = Readonly<Record<TableColumn, string>>;

/** What a reader of a packed file is asked for. */
export interface PackedRequest {
  path: string;
  /** Name of the file, also for messages. */
  where: string;
  names: PackedNames;
  /** The split that the names of the file and of its folders give; null where they give none. */
  split: Split | null;
  /** Whether the images take part in pretraining alone, so that what is said of them is passed over. */
  unlabelled: boolean;
}
