import { cubicInverse } from './cubic-inverse';
import type { Curve } from './curve';
import { firstCrossing } from './first-crossing';
import { exactly, logLinearInverse } from './inverse';
import type { Inverse, Inverter } from './inverse';
import { isotonic } from './isotonic';
import { mean } from './ladder';

/** How n̂ is read from the means of a scratch ladder. */
export interface Reading {
  /** The curve through the means; `weights` are inverse variances of the means, or counts of runs. */
  curve(n: readonly number[], means: readonly number[], weights: readonly number[]): Curve;
  /** n̂ of a finetuned cell, given the metric of its runs. */
  estimate(curve: Curve, values: readonly number[]): Inverse;
  /** What resampling takes turns through: nobody measured what the curve does between two budgets. */
  inverters: readonly Inverter[];
}

/** Ours: weighted isotonic fit, linear in (log n, value), inverted at the mean of the runs. */
export const isotonicReading: Reading = {
  curve: (n, means, weights) => ({ n, value: isotonic(means, weights) }),
  estimate: (curve, values) => logLinearInverse(curve, mean(values)),
  inverters: [logLinearInverse, cubicInverse],
};

/**
 * The released code of the paper: no smoothing, first crossing, linear in n; n̂ is the mean over the inversions
 * of the single runs. Where a run lies above the whole scratch curve and the mean does not, that code averages in n̂ = −1;
 * we invert the mean instead.
 */
export const paperReading: Reading = {
  curve: (n, means) => ({ n, value: means }),
  estimate(curve, values) {
    const ofMean = firstCrossing(curve, mean(values));
    const ofRuns = values.map((value) => firstCrossing(curve, value));
    if (ofMean.status !== 'exact' || ofRuns.some(({ high }) => high === Infinity)) return ofMean;
    return exactly(mean(ofRuns.map(({ labels }) => labels)));
  },
  inverters: [firstCrossing],
};
