import { hangingLines, wrappedLines } from './wrapped-lines';

it('wraps at 80 columns, and keeps a percent sign with its figure', () => {
  const text = `${'word '.repeat(19)}xx 95 % of it ${'x'.repeat(120)} end`;
  const lines = wrappedLines(text);
  expect(lines.map((line) => line.length)).toEqual([79, 28, 120, 3]);
  expect(lines.join(' ')).toBe(text);
});

it('keeps signs of comparison with both of their sides, and counts the indent', () => {
  const text = 'a gap of 8.0 points, p < 0.001, against it > 0.999';
  expect(wrappedLines(text, 26, '  ')).toEqual([
    ...['  a gap of 8.0 points,', '  p < 0.001, against', '  it > 0.999'],
  ]);
});

it('has no line for an empty text', () => {
  expect(wrappedLines('')).toEqual([]);
});

it('puts a start before the first line and the others below its text', () => {
  expect(hangingLines('rule: ', 'counts labels of both arms', 20)).toEqual([
    'rule: counts labels',
    '      of both arms',
  ]);
  expect(hangingLines('rule: ', '')).toEqual(['rule:']);
});
