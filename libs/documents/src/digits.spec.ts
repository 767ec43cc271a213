import { digits } from './digits';

it.each([
  [0.12345, 3, '0.123'],
  [2, 3, '2.00'],
  [99.7, 2, '100'],
  [99.4, 2, '99'],
  [-1234.5, 3, '-1235'],
  [999.6, 3, '1000'],
  [0, 2, '0.0'],
  [1e-9, 2, '1.0e-9'],
  [Infinity, 2, 'Infinity'],
])('writes %d with %d digits without a positive exponent', (value, significant, text) => {
  expect(digits(value, significant)).toBe(text);
});
