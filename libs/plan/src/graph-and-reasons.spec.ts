import { checkGraph, configChanges, explainRun } from '.';

const node = (name: string, ...upstream: string[]) => ({
  name,
  upstream: upstream.map((other) => ({ role: 'run', node: other })),
});

describe('checkGraph', () => {
  it('accepts a diamond, whatever the order', () => {
    checkGraph([node('d', 'b', 'c'), node('b', 'a'), node('c', 'a'), node('a')]);
    checkGraph([]);
  });

  it('prints a cycle as a path', () => {
    expect(() =>
      checkGraph([node('x', 'a'), node('a', 'b'), node('b', 'c'), node('c', 'a')]),
    ).toThrow('a: a cycle (got "a -> b -> c -> a"; expected a graph without cycles)');
    expect(() => checkGraph([node('a', 'a')])).toThrow('"a -> a"');
  });

  it('names a dependency that is not there', () => {
    expect(() => checkGraph([node('a', 'b')])).toThrow('a › run: unknown upstream node (got "b")');
  });
});

describe('explainRun', () => {
  const run = (config: object, code = 'c1', ...upstream: string[]) => ({
    config: config as never,
    ingredients: { code, upstream: upstream.map((outputs) => ({ role: 'run', outputs })) },
  });

  it('gives the first cause that applies', () => {
    const now = run({ n: 20, schedule: { peakRate: 1e-3 } }, 'c1', 'u1', 'u2');
    expect(explainRun(now, undefined).kind).toBe('no result yet');
    expect(explainRun(now, run({ n: 20, schedule: { peakRate: 2e-3 } }, 'c0'))).toEqual({
      kind: 'configuration changed',
      details: ['schedule.peakRate: 0.002 → 0.001'],
    });
    expect(explainRun(now, { ...now, ingredients: { ...now.ingredients, code: 'c0' } }).kind).toBe(
      'code changed',
    );
    expect(explainRun(now, run(now.config, 'c1', 'u2', 'u1')).kind).toBe('upstream changed');
    expect(explainRun(now, now).kind).toBe('result missing');
    const withFiles = (digits: Record<string, string>) => {
      const files = Object.entries(digits).map(([name, sha256]) => ({ name, sha256 }));
      return { ...now, ingredients: { ...now.ingredients, files } };
    };
    expect(
      explainRun(withFiles({ a: '1', b: '2', c: '3' }), withFiles({ a: '1', b: '0' })),
    ).toEqual({ kind: 'files changed', details: ['b', 'c'] });
    expect(explainRun(now, withFiles({ a: '1' })).kind).toBe('files changed');
  });

  it('lists every leaf that differs, also those that came or went', () => {
    expect(
      configChanges({ a: 1, b: { c: [1] }, d: true }, { a: 1, b: { c: [1, 2] }, e: null }),
    ).toEqual(['b.c: [1] → [1,2]', 'd: true → none', 'e: none → null']);
  });
});
