import type { Stream } from '@nhat/random';
import type { Inverse } from './inverse';
import { countsOf, mean } from './ladder';
import type { Cell, Ladder } from './ladder';
import { SHARED, varianceAt } from './pooled-variance';
import type { Variance } from './pooled-variance';
import type { Reading } from './readings';

export interface Resampling {
  reading: Reading;
  variance: Variance;
  draws: number;
  stream: Stream;
}

/**
 * Repeats the experiment on paper: each draw adds to every mean of the scratch ladder and to the finetuned mean an error with
 * the pooled variance of a mean, refits the curve and inverts it. The size of the errors is drawn too (√(df/χ²_df), so the
 * errors are Student-t): the variance itself is known from a few differences only.
 */
export function resample(scratch: Ladder, finetuned: Cell, options: Resampling): Inverse[] {
  const { reading, variance, draws, stream } = options;
  const budgets = scratch.map(({ n }) => n);
  const means = scratch.map(({ values }) => mean(values));
  const errors = scratch.map((cell) => errorOfMean(cell, variance));
  const weights = countsOf(scratch);
  const target = mean(finetuned.values);
  const targetError = errorOfMean(finetuned, variance);
  return Array.from({ length: draws }, (_, draw) => {
    const size = errorSize(variance.df, stream);
    const common = Math.sqrt(SHARED) * stream.normal();
    const drawn = means.map((value, at) => {
      const error = common + Math.sqrt(1 - SHARED) * stream.normal();
      return value + size * errors[at]! * error;
    });
    const drawnTarget = target + size * targetError * stream.normal();
    const invert = reading.inverters[draw % reading.inverters.length]!;
    return invert(reading.curve(budgets, drawn, weights), drawnTarget);
  });
}

/** Standard error of a cell's mean. */
export const errorOfMean = ({ n, values }: Cell, variance: Variance): number =>
  Math.sqrt(varianceAt(variance, n) / values.length);

/** √(df / χ²_df). */
function errorSize(df: number, stream: Stream): number {
  let chiSquare = 0;
  for (let i = 0; i < df; i++) chiSquare += stream.normal() ** 2;
  return Math.sqrt(df / chiSquare);
}
