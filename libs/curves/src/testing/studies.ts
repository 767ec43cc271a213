import { stream } from '@nhat/random';
import { compareCurves } from './compare-curves';
import type { Ladder } from '../ladder';
import { learningCurve } from '../learning-curve';
import { isotonicReading, paperReading } from '../readings';
import { utilities } from '../utility';
import type { UtilityOptions, PaperPoint } from '../utility';

export const settings: Omit<UtilityOptions, 'reading'> = {
  ...{ coverage: 0.95, draws: 400 },
  stream: stream(0),
};

/** The metric of each run, by budget. */
export type Arm = Record<number, number[]>;

export const ladder = (arm: Arm): Ladder =>
  Object.entries(arm).map(([n, values]) => ({ n: Number(n), values }));

/** Utilities by both readings, of a metric and of the error that belongs to it. */
export const ways: [name: string, compare: (scratch: Arm, finetuned: Arm) => PaperPoint[]][] = [
  ['isotonic', isotonicReading],
  ['paper', paperReading],
].flatMap(([name, reading]) => {
  const options = { ...settings, reading: reading as typeof isotonicReading };
  return [
    [
      `${name as string}, accuracies`,
      (scratch: Arm, finetuned: Arm) => utilities(ladder(scratch), ladder(finetuned), options),
    ],
    [
      `${name as string}, errors`,
      (scratch: Arm, finetuned: Arm) =>
        compareCurves(errors('scratch', scratch), errors('method', finetuned), options),
    ],
  ];
}) as typeof ways;

/** The curve of the errors 1 − value. */
const errors = (name: string, arm: Arm) =>
  learningCurve(
    name,
    ladder(arm).flatMap(({ n, values }) =>
      values.map((value, seed) => ({
        n,
        seed,
        value: 1 - value,
        train: null,
        fitted: null,
        pretraining: null,
      })),
    ),
    false,
  );
