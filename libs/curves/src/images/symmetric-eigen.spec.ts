import { stream } from '@nhat/random';
import { symmetricEigen } from './symmetric-eigen';

const draws = stream('matrix');
const size = 12;
const root = Array.from({ length: size }, () => Array.from({ length: 5 }, () => draws.normal()));
/** Of rank 5. */
const matrix = root.map((a) => root.map((b) => a.reduce((sum, x, k) => sum + x * b[k]!, 0)));

it('parts of a symmetric matrix add up to it, are orthogonal, and begin with the largest', () => {
  const parts = symmetricEigen(matrix);
  matrix.forEach((row, p) =>
    row.forEach((value, q) => {
      const sum = parts.reduce(
        (total, { value, vector }) => total + value * vector[p]! * vector[q]!,
        0,
      );
      expect(sum).toBeCloseTo(value, 10);
    }),
  );
  parts.forEach(({ vector }, p) =>
    parts.forEach((other, q) => {
      const product = vector.reduce((sum, x, k) => sum + x * other.vector[k]!, 0);
      expect(product).toBeCloseTo(p === q ? 1 : 0, 10);
    }),
  );
  const values = parts.map(({ value }) => value);
  expect(values).toEqual([...values].sort((a, b) => b - a));
  values.slice(5).forEach((value) => expect(value).toBeCloseTo(0, 10));
});

it('has negative parts where the matrix has them', () => {
  expect(
    symmetricEigen([
      [1, 2],
      [2, 1],
    ]).map(({ value }) => value),
  ).toEqual([expect.closeTo(3, 12), expect.closeTo(-1, 12)]);
});
