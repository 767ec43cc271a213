import { bentInverse } from './bent-inverse';

const curve = { n: [100, 400, 1600], value: [0.2, 0.6, 0.8] };
const straight = [1, 1];

it('without a bend it is the log-linear inverse', () => {
  const { low, high, status } = bentInverse(curve, 0.4, straight, 'linear');
  expect([2 ** low, 2 ** high]).toEqual([200, 200].map((n) => expect.closeTo(n, 9)));
  expect(status).toBe('exact');
});

it('an exponent moves a point inside its own segment only, and no knot', () => {
  // Share ½ of a segment of 2 doublings becomes ¼: half a doubling above 100.
  expect(bentInverse(curve, 0.4, [2, 1], 'linear').low).toBeCloseTo(Math.log2(100) + 0.5, 12);
  expect(bentInverse(curve, 0.7, [2, 1], 'linear').low).toBeCloseTo(Math.log2(800), 12);
  expect(bentInverse(curve, 0.6, [2, 3], 'linear').low).toBeCloseTo(Math.log2(400), 12);
});

it('outside the ladder the near end is the edge and the far end follows half the slope', () => {
  const above = bentInverse(curve, 0.85, straight, 'cubic');
  expect(above.low - Math.log2(1600)).toBeGreaterThan(0);
  expect(above.low).toBeCloseTo(Math.log2(1600), 6);
  // 0.05 at half of 0.1 a doubling.
  expect(above.high - above.low).toBeCloseTo(1, 6);
  const below = bentInverse(curve, 0.19, straight, 'cubic');
  expect(below.high).toBeCloseTo(Math.log2(100), 6);
  expect(below.high - below.low).toBeCloseTo(0.1, 6);
});

it('it goes two doublings at most, where the curve is flat too, or has one budget', () => {
  const width = (value: number[], target: number) => {
    const drawn = { n: [100, 200].slice(0, value.length), value };
    const { low, high } = bentInverse(drawn, target, straight, 'linear');
    return high - low;
  };
  expect(width([0.5, 0.5], 0.6)).toBeCloseTo(2, 12);
  expect(width([0.5, 0.51], 0.9)).toBeCloseTo(2, 12);
  expect(width([0.5], 0.4)).toBeCloseTo(2, 12);
});

it('a flat stretch stays a stretch', () => {
  const flat = { n: [100, 200, 400], value: [0.3, 0.5, 0.5] };
  const { low, high } = bentInverse(flat, 0.5, [2, 2], 'linear');
  expect([2 ** low, 2 ** high]).toEqual([200, 400].map((n) => expect.closeTo(n, 9)));
});
