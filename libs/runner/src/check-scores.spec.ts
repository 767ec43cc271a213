import { checkScores } from './check-scores';

describe('checkScores', () => {
  it.each([NaN, Infinity, -Infinity])('refuses %s at any depth, and names its key', (value) => {
    expect(() => checkScores('node', { test: value })).toThrow('node: scores.test');
    expect(() => checkScores('node', { metrics: { test: { rmse: value } } })).toThrow(
      'node: scores.metrics.test.rmse',
    );
    expect(() => checkScores('node', { points: [{ n: 1 }, { n: value }] })).toThrow(
      'node: scores.points.1.n',
    );
  });

  it('accepts finite numbers and other JSON', () => {
    const scores = { a: 1e300, b: -0, c: null, d: [true, 'NaN', {}], e: { f: [[0.5]] } };
    expect(() => checkScores('node', scores)).not.toThrow();
  });
});
