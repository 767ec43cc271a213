/** How well the networks of a panel recognise each class of the test images. */
export interface Recalls {
  /** The classes that the test images have; where seeds have test images of their own, those of all seeds together. */
  classes: { name: string; images: number }[];
  cells: RecallCell[];
}

/** The runs of an arm at one budget. */
export interface RecallCell {
  /** `scratch`, the method as in the table, or `random weights (…)`. */
  arm: string;
  n: number;
  runs: number;
  /** A mean over the runs, as the following. */
  accuracy: number;
  balancedAccuracy: number;
  /**
   * Of each class the share of its test images that are classified rightly, as a mean over runs that have the same test images; null for
   * a class of which these runs have none.
   */
  recalls: (number | null)[];
  /** The test images of each class that these runs answered. */
  images: number[];
}

/** The balanced accuracy of an arm at a budget; null where it is not known. */
export const balancedAt = (
  { recalls }: { recalls?: Recalls },
  arm: string,
  n: number,
): number | null =>
  recalls?.cells.find((cell) => cell.arm === arm && cell.n === n)?.balancedAccuracy ?? null;
