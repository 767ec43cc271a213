/** How well the networks of a panel recognise each class of the test images. */
export interface Recalls {
  /** The classes that the test images have. */
  classes: { name: string; images: number }[];
  cells: RecallCell[];
}

/** The runs of an arm at one budget; means over the runs. */
export interface RecallCell {
  /** `scratch`, the method as in the table, or `random weights (…)`. */
  arm: string;
  n: number;
  runs: number;
  accuracy: number;
  /** The mean of `recalls`. */
  balancedAccuracy: number;
  /** Of each class the share of its test images that are classified rightly. */
  recalls: number[];
}

/** The balanced accuracy of an arm at a budget; null where it is not known. */
export const balancedAt = (
  { recalls }: { recalls?: Recalls },
  arm: string,
  n: number,
): number | null =>
  recalls?.cells.find((cell) => cell.arm === arm && cell.n === n)?.balancedAccuracy ?? null;
