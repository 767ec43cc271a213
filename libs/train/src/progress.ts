/** Who wants to know how a training goes; whoever runs it supplies the clock and the terminal. */
export interface Progress {
  /** Steps done and in all, images seen, and what is worth showing now. */
  step(done: number, total: number, images: number, shown: Record<string, number>): void;
  /** One line for the log. */
  note(line: string): void;
}
