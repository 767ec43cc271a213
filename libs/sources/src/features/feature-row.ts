import { userError } from '@nhat/documents';

/** The numbers that a table gives for one image. */
export interface FeatureRow {
  /** Where it stands, for messages: `dino.csv:17`, `dino.npz, row 16`. */
  where: string;
  /** The image as the table names it: a path, the name of a file, or the SHA-256 of its content in hex; empty where it names none. */
  image: string;
  values: Float32Array;
  /** What is wrong with the row, as a message; its values say nothing then. */
  fault?: string;
}

export interface FeatureTable {
  rows: FeatureRow[];
  /** Numbers in each row. */
  dimensions: number;
}

/** A row without values, with what is wrong with it. */
export const faultyRow = (
  where: string,
  image: string,
  what: string,
  details: Parameters<typeof userError>[2],
): FeatureRow => ({
  ...{ where, image, values: new Float32Array() },
  fault: userError(where, what, details).message,
});
