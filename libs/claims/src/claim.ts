import type { ClaimOptions } from '@nhat/documents';
import type { Stream } from '@nhat/random';
import type { MissingTrainings } from './more-trainings';
import type { Choices, Study } from './study';

/** `fails` has a test of its own: it is never the lack of evidence. */
export type Outcome = 'holds' | 'fails' | 'undecided';

/** One effect that a claim rests on. */
export interface Effect {
  /** What is compared: a dataset, a method, a budget. */
  name: string;
  /** In its own unit or, where it has none, in that of the decision. */
  effect: number;
  /** Two-sided interval at 95 %. */
  low: number;
  high: number;
  /**
   * One-sided, of the test of this effect, adjusted over the effects of the claim: that it is not in the claimed direction. Null where the
   * rule looks at all effects together, so that none has a test of its own.
   */
  p: number | null;
  /** Likewise for the rule by which the claim fails; null where that is no test of this effect. */
  pFails: number | null;
  /** Of a slope among effects that are none; absent where it is the unit of the decision. */
  unit?: 'share of the metric per stage';
}

/** An effect with a test of its own. */
export type TestedEffect = Effect & { p: number };

/** What the runs of a study decide about a claim. */
export interface Decision {
  outcome: Outcome;
  /** One sentence: which rule decided, or what is missing. */
  because: string;
  unit: 'doublings' | 'doublings per doubling' | 'share of the metric' | 'rank correlation';
  /** Of the whole rule by which it holds: where the rule has several parts, of all of them; null where nothing could be compared. */
  p: number | null;
  /** Likewise of the rule by which it fails; null also where that is no test. */
  pFails: number | null;
  /** The effect that the outcome rests on, first; empty where nothing could be compared. */
  effects: Effect[];
  /** Trainings that would decide it with a power of 80 % if the effect is as it appears; null: unknown. */
  missing: MissingTrainings | null;
  /**
   * What was not compared, because more than a fifth of its draws lie outside the ladder or it states no number of labels:
   * "hard at 400 (beyond the curve from scratch)"; absent where nothing was.
   */
  leftOut?: readonly string[];
}

export interface ClaimSettings {
  stream: Stream;
  /** Draws of each panel; at least 200. */
  draws: number;
}

/** Level of every one-sided test. */
export const LEVEL = 0.05;
/** Coverage of the intervals that are shown. */
export const COVERAGE = 0.95;

/** A statement about a study, with the rule that decides it. */
export interface Claim<Input, Options extends Choices = Choices> {
  id: string;
  /** The statement, as a sentence. */
  statement: string;
  /** Statistic, null hypothesis, unit of resampling and multiplicity, in plain English. */
  rule: string;
  /** Unit of its effects. */
  unit: Decision['unit'];
  /** What documents may set. */
  options: ClaimOptions;
  /** Chooses what is compared. Throws a LackingStudy where the study lacks what the claim needs. */
  inputOf(study: Study, options: Options): Input;
  /** Throws a RangeError where the input is no study of that kind (an arm that a panel lacks, an empty list). */
  decide(input: Input, settings: ClaimSettings): Decision;
}

/** The decision where nothing can be compared. */
export const undecided = (because: string, unit: Decision['unit']): Decision => ({
  outcome: 'undecided',
  ...{ because, unit, p: null, pFails: null, effects: [], missing: null },
});
