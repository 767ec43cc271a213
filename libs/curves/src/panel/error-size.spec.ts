import { stream } from '@nhat/random';
import { studentQuantile } from '../student';
import { errorSize } from './error-size';

/** Share of 20,000 drawn Student-t numbers beyond the quantile of 90 %: 10 % ± 0.4. */
const beyond = (df: number, quantile: number) => {
  const random = stream('error size', df);
  const draws = Array.from({ length: 20_000 }, () => random.normal() * errorSize(df, random));
  return draws.filter((value) => Math.abs(value) > quantile).length / draws.length;
};

it.each([1, 2, 3, 10, 60])(
  'a normal number times it is Student-t with %d degrees of freedom',
  (df) => {
    expect(beyond(df, studentQuantile(0.9, df))).toBeGreaterThan(0.09);
    expect(beyond(df, studentQuantile(0.9, df))).toBeLessThan(0.11);
  },
);

it('lies between its neighbours where the degrees of freedom are no whole number', () => {
  // The quantile for 1.5 of R: qt(0.95, 1.5).
  expect(beyond(1.5, 3.8135)).toBeGreaterThan(0.09);
  expect(beyond(1.5, 3.8135)).toBeLessThan(0.11);
});
