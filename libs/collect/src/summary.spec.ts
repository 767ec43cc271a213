import { wrap } from './summary';

it('wraps at 80 columns, and keeps a percent sign with its figure', () => {
  const text = `${'word '.repeat(19)}xx 95 % of it ${'x'.repeat(120)} end`;
  const lines = wrap(text).split('\n');
  expect(lines.map((line) => line.length)).toEqual([79, 28, 120, 3]);
  expect(lines.join(' ')).toBe(text);
});
