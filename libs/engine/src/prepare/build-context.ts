/** What every step of the preparation gets. */
export interface BuildContext {
  /** The folder of prepared engines. */
  cache: string;
  /** The file that collects the output of pip and of the compiler. */
  log: string;
  /** Prints a line of progress. */
  say(line: string): void;
}
