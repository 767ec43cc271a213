/** The numbers that a table gives for one image. */
export interface FeatureRow {
  /** Where it stands, for messages: `dino.csv:17`, `dino.npz, row 16`. */
  where: string;
  /** The image as the table names it: a path, the name of a file, or the SHA-256 of its content in hex. */
  image: string;
  values: Float32Array;
}

export interface FeatureTable {
  rows: FeatureRow[];
  /** Numbers in each row. */
  dimensions: number;
}
