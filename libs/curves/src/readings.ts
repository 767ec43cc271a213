import { cubicInverse } from './cubic-inverse';
import type { Curve, LabelScale } from './curve';
import { abovePeak, firstCrossing } from './first-crossing';
import { censoredHigh, exactly, logLinearInverse } from './inverse';
import type { Inverse, Inverter } from './inverse';
import { isotonic } from './isotonic';
import { mean, significant } from './ladder';

/** How n̂ is read from the means of a scratch ladder. */
export interface Reading {
  /** The curve through the means; `weights` are the counts of runs. */
  curve(n: readonly number[], means: readonly number[], weights: readonly number[]): Curve;
  /** What the curve is linear in between two budgets. */
  scale: LabelScale;
  /** n̂ of a finetuned cell, given the metric of its runs. */
  estimate(curve: Curve, values: readonly number[]): Inverse;
  /** The inverse of a target above the whole curve. */
  above(curve: Curve): Inverse;
  /** What resampling takes turns through: nobody measured what the curve does between two budgets. */
  inverters: readonly Inverter[];
}

/** Ours: weighted isotonic fit, linear in (log n, value), inverted at the mean of the runs. */
export const isotonicReading: Reading = {
  curve: (n, means, weights) => ({ n, value: isotonic(means, weights) }),
  scale: Math.log,
  estimate: (curve, values) => logLinearInverse(curve, mean(values)),
  above: ({ n }) => censoredHigh(n.at(-1)!),
  inverters: [logLinearInverse, cubicInverse],
};

/**
 * The released code of the paper: no smoothing, first crossing, linear in n; n̂ is the mean over the inversions
 * of the single runs, in which a run below the whole curve counts as 0 labels. Where a run lies above the whole scratch
 * curve and the mean does not, that code averages in n̂ = −1; we invert the mean instead.
 */
export const paperReading: Reading = {
  curve: (n, means) => ({ n, value: means }),
  scale: (n) => n,
  estimate(curve, values) {
    const ofMean = firstCrossing(curve, mean(values));
    const ofRuns = values.map((value) => firstCrossing(curve, significant(value)));
    if (ofMean.status !== 'exact') return ofMean;
    if (ofRuns.some(({ status }) => status === 'censored-high')) return ofMean;
    const labels = (end: 'low' | 'high') =>
      mean(ofRuns.map((run) => (run.status === 'censored-low' ? 0 : run[end])));
    return exactly(labels('low'), labels('high'));
  },
  above: abovePeak,
  inverters: [firstCrossing],
};
