import { stream } from '@nhat/random';
import { convergenceOf } from './convergence';

/** 40 losses by a rule of the share of the training, 0 … 1, with noise of a given deviation. */
const losses = (rule: (done: number) => number, deviation = 0, seed = 0): number[] => {
  const draws = stream(seed, 'losses');
  return Array.from({ length: 40 }, (_, at) => rule(at / 39) + deviation * draws.normal());
};

const settled = (done: number) => 0.2 + 2 * Math.exp(-8 * done);
const steady = (done: number) => 2 - done;
const diverged = (done: number) => (done < 0.5 ? 2 - done : 1.5 + 6 * (done - 0.5));
const rising = (done: number) => (done < 0.6 ? 2 - 3 * done : 0.2 + 2 * (done - 0.6));

it.each([
  ['a loss that settled', settled, 'level'],
  ['a loss that falls to the end', steady, 'falling'],
  ['a loss that ends above its start', diverged, 'above start'],
  ['a loss that rises again', rising, 'rose'],
  ['a constant loss', () => 1, 'level'],
  [
    'a loss that falls below a thousandth of its start',
    (t: number) => 2 * Math.exp(-12 * t),
    'level',
  ],
])('reads %s', (_, rule, expected) => {
  expect(convergenceOf(losses(rule))).toBe(expected);
});

it.each([
  ['settled', settled, 'level'],
  ['steady', steady, 'falling'],
  ['diverged', diverged, 'above start'],
  ['rising', rising, 'rose'],
])('reads a %s loss through noise in at least 19 of 20 trainings', (_, rule, expected) => {
  const read = Array.from({ length: 100 }, (__, seed) => convergenceOf(losses(rule, 0.02, seed)));
  expect(read.filter((outcome) => outcome === expected).length).toBeGreaterThanOrEqual(95);
});

it('does not judge a training of a few steps', () => {
  expect(convergenceOf([3, 2, 1])).toBe('short');
  expect(convergenceOf([])).toBe('short');
});
