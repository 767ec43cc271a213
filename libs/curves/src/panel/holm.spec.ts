import { holm } from './holm';

it('multiplies the smallest by the number of tests, the next by one fewer, and never falls', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((value, at) => expect(adjusted[at]).toBeCloseTo(value, 12));
});

it('stays at most 1, and of one test the value itself', () => {
  expect(holm([0.7, 0.8])).toEqual([1, 1]);
  expect(holm([0.03])).toEqual([0.03]);
  expect(holm([])).toEqual([]);
});
