import { utilities } from './utility';
import { isotonicReading } from './readings';
import { learningCurve } from './learning-curve';
import { ladder, settings } from './testing/studies';
import type { Arm } from './testing/studies';

const options = { ...settings, reading: isotonicReading };
/** Falls from 200 to 400, with spreads and counts that differ. */
const dipped: Arm = {
  100: [0.3, 0.32],
  200: [0.45, 0.47, 0.49],
  400: [0.42, 0.4],
  800: [0.6, 0.61],
};

it('one scratch ladder is one curve, whatever it is compared with', () => {
  // The same mean, with a spread of nothing and of a lot.
  const quiet = utilities(ladder(dipped), ladder({ 100: [0.433, 0.435] }), options);
  const noisy = utilities(ladder(dipped), ladder({ 100: [0.334, 0.534] }), options);
  expect(noisy[0]!.nHat).toBe(quiet[0]!.nHat);
  expect(noisy[0]!.scratch).toBe(quiet[0]!.scratch);
});

it('is the curve that is drawn: utilities invert the fit of the learning curve', () => {
  const runs = ladder(dipped).flatMap(({ n, values }) =>
    values.map((value, seed) => ({ n, seed, value, train: null, fitted: null, pretraining: null })),
  );
  const { fit } = learningCurve('scratch', runs, true);
  // Counts of runs as weights: (3 · 0.47 + 2 · 0.41) / 5.
  expect(fit.map(({ value }) => value)).toEqual([0.31, 0.446, 0.446, 0.605]);
  const finetuned = ladder({ 100: [0.446, 0.446], 300: [0.446, 0.446], 800: [0.446, 0.446] });
  expect(utilities(ladder(dipped), finetuned, options).map(({ nHat }) => nHat)).toEqual([
    200, 300, 400,
  ]);
});
