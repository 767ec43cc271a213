import type { ClaimOptions } from '@nhat/documents';
import type { Stream } from '@nhat/random';
import { LEVEL } from './level';
import type { MissingTrainings } from './more-trainings';
import type { Choices, Study } from './study';

export { LEVEL } from './level';

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
   * rule by which the claim holds has no test of this effect; null like `pFails` in all effects where the rules look at all together.
   */
  p: number | null;
  /** Likewise for the rule by which the claim fails; null where that is no test of this effect. */
  pFails: number | null;
  /** Where it is another one than that of the decision: of a slope among differences, of differences beside a correlation. */
  unit?: 'share of the metric' | 'share of the metric per stage' | 'units of the metric';
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
  /**
   * The effect that the outcome rests on, first: the clearest one where one is enough, the least clear one where all must be shown. Where no
   * effect has a p-value the outcome rests on all of them together, and their order says nothing. Empty where nothing could be compared.
   */
  effects: Effect[];
  /** Trainings that would decide it with a power of 80 % if the effect is as it appears; null: none are expected to. */
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

/** Whether a claim and its opposite are both shown, each somewhere: more of the same runs will not decide that. */
export const isShownBothWays = ({ p, pFails }: Pick<Decision, 'p' | 'pFails'>): boolean =>
  p !== null && pFails !== null && p < LEVEL && pFails < LEVEL;
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

/**
 * The effects with that one first on which the outcome rests: whose p-value is that of the rule that decided or, where none did, of the rule
 * that is nearer to it. The others keep their order, as all do where none has that p-value.
 */
export function decidingFirst(
  effects: readonly Effect[],
  { outcome, p, pFails }: Pick<Decision, 'outcome' | 'p' | 'pFails'>,
): Effect[] {
  const isAgainst = outcome === 'undecided' ? (pFails ?? 1) < (p ?? 1) : outcome === 'fails';
  const [key, wanted] = isAgainst ? (['pFails', pFails] as const) : (['p', p] as const);
  const first = effects.find((effect) => wanted !== null && effect[key] === wanted);
  return first === undefined
    ? [...effects]
    : [first, ...effects.filter((effect) => effect !== first)];
}

/** The decision where nothing can be compared. */
export const undecided = (because: string, unit: Decision['unit']): Decision => ({
  outcome: 'undecided',
  ...{ because, unit, p: null, pFails: null, effects: [], missing: null },
});
