import { duration, roughly } from './duration';

describe('duration', () => {
  it.each([
    [0, '0:00'],
    [9.4, '0:09'],
    [59.6, '1:00'],
    [3599, '59:59'],
    [3723, '1:02:03'],
  ])('%d s is %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe('roughly', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [101, '1 min 40 s'],
    [596, '10 min'],
    [3570, '1 h'],
    [7800, '2 h 10 min'],
    [300_000, '3 days'],
  ])('%d s is %s', (seconds, text) => expect(roughly(seconds)).toBe(text));
});
