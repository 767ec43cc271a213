/** How a table of simulations is made. */
export interface TableOptions {
  /** Simulated studies a cell. */
  repetitions: number;
  draws: number;
  /** Called before each line with what it computes. */
  progress: (line: string) => void;
}
