import type { Split } from '@nhat/artifacts';

/** An image in a file that holds many. */
export interface PackedImage {
  /** An encoded image, or with `shape` its values, `[height, width, channels]`, one byte each. */
  bytes: Buffer;
  shape?: readonly [height: number, width: number, channels: number];
  /** Null where it has none. */
  label: string | null;
  /** Null where the file does not say. */
  split: Split | null;
  /** Where in the file, e.g. `x_train 17` or `row 17`; counts from 0. */
  at: string;
}

/** Names of the columns or arrays of images and labels; empty where they are to be found by their usual names. */
export interface PackedNames {
  image: string;
  label: string;
}
