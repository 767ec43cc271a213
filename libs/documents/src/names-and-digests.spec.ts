import fc from 'fast-check';
import { canonicalJson, digestOf, nearestName, stableJson } from '.';
import type { Json } from '.';
import { editDistance } from './nearest-name';

const json = () => fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const seeded = { seed: 3, numRuns: 200 };

/** The same value with the keys of every object in reverse order. */
const reversed = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

describe('canonical JSON', () => {
  it('does not depend on the order of keys and can be parsed again', () => {
    fc.assert(
      fc.property(json(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)) as Json)).toBe(canonicalJson(value));
        expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      seeded,
    );
  });

  it('differs for different values', () => {
    fc.assert(
      fc.property(json(), json(), (a, b) => {
        const same = JSON.stringify(reversed(reversed(a))) === JSON.stringify(b);
        fc.pre(!same && canonicalJson(a) !== canonicalJson(b));
        expect(digestOf('t', a)).not.toBe(digestOf('t', b));
      }),
      seeded,
    );
    expect(canonicalJson([1, '1', null])).toBe('[1,"1",null]');
  });

  it('refuses values that JSON cannot represent', () => {
    expect(() => canonicalJson(NaN)).toThrow();
    expect(() => canonicalJson({ a: [Infinity] })).toThrow();
    expect(() => canonicalJson(undefined as never)).toThrow();
  });

  it('never changes, because every action key and node name depends on it', () => {
    expect(canonicalJson({ b: 1e21, a: [-0, 0.1, 'ü\n'], é: true })).toBe(
      '{"a":[0,0.1,"ü\\n"],"b":1e+21,"é":true}',
    );
    expect(digestOf('node', { a: 1 })).toBe(
      '8b79bab338b6f6abe4a6d70b7a64eebea895727a1ca439cfedb1cc4a2ae9cd5b',
    );
  });
});

describe('nearestName', () => {
  it.each([
    ['rotaton', 'rotation'],
    ['shapes-ct', 'shapes-tc'],
    ['ROTATION', 'rotation'],
    ['zebra', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s → %s', (name, expected) => {
    expect(nearestName(name, ['rotation', 'shapes-tc', 'shapes-tcvl'])).toBe(expected);
  });

  it('agrees with the recursive definition of edit distance', () => {
    const naive = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length;
      const rest = Math.min(
        naive(a.slice(1), b) + 1,
        naive(a, b.slice(1)) + 1,
        naive(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
      );
      const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
      return swapped ? Math.min(rest, naive(a.slice(2), b.slice(2)) + 1) : rest;
    };
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(word, word, (a, b) => expect(editDistance(a, b)).toBe(naive(a, b))),
      seeded,
    );
  });
});
