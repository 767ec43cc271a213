import type { Stream } from '@nhat/random';
import type { Judgement, Reference } from './judge';
import type { TrialWorkspace } from './trial-workspace';

/** What a trial gets. The workspace is in no particular state. */
export interface TrialContext {
  /** The repository, whose tools start servers. */
  root: string;
  workspace: TrialWorkspace;
  reference: Reference;
  /** Decides everything that is left to chance in this trial. */
  random: Stream;
  /** Counts the trials of this kind from 0. */
  trial: number;
}

/** A trial that was made: the row of the table it counts in, what was done, and how it ended. */
export interface TrialResult extends Judgement {
  row: string;
  /** What was done, for the report of a failure. */
  fault: string;
}

export interface FaultKind {
  /** How many trials a full run makes. */
  trials: number;
  /** What of it cannot be tried on this machine, and why; undefined where all can. */
  untried?(): string | undefined;
  /** Makes a trial. Undefined where there is nothing to damage, or where it cannot be tried. */
  run(context: TrialContext): Promise<TrialResult | undefined>;
}
