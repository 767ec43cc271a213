import { studentCoverage, studentQuantile } from './student';

it.each([
  // Two-sided 95 % and 99 % points from the usual table.
  [1, 12.7062, 63.6567],
  [2, 4.3027, 9.9248],
  [3, 3.1824, 5.8409],
  [4, 2.7764, 4.6041],
  [5, 2.5706, 4.0321],
  [8, 2.306, 3.3554],
  [30, 2.0423, 2.75],
  [1001, 1.9623, 2.5807],
])('studentQuantile agrees with the table at df = %d', (df, at95, at99) => {
  expect(studentQuantile(0.95, df)).toBeCloseTo(at95, 4);
  expect(studentQuantile(0.99, df)).toBeCloseTo(at99, 3);
});

it('studentCoverage integrates the density', () => {
  // df = 5: density ∝ (1 + t²/5)^−3, normalised numerically.
  const density = (t: number) => (1 + (t * t) / 5) ** -3;
  const integral = (to: number) => {
    const steps = 200_000;
    let sum = 0;
    for (let i = 0; i < steps; i++) sum += density(((i + 0.5) * to) / steps);
    return (sum * to) / steps;
  };
  expect(studentCoverage(1.3, 5)).toBeCloseTo(integral(1.3) / integral(2000), 4);
});
