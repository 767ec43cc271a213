import fc from 'fast-check';
import * as portable from './portable';

const close = (actual: number, expected: number, tolerance: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance);

describe('portable elementary functions agree with Math', () => {
  const anyAngle = fc.double({ min: -1e4, max: 1e4, noNaN: true });

  it('sin and cos to 4e-12 absolute up to 1e4 rad, 1e-15 within a turn', () => {
    fc.assert(
      fc.property(anyAngle, (x) => {
        const tolerance = Math.abs(x) < 6.3 ? 1e-15 : 4e-12;
        close(portable.sin(x), Math.sin(x), tolerance);
        close(portable.cos(x), Math.cos(x), tolerance);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('log and exp to 2e-15 relative, and are inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        close(portable.log(x), Math.log(x), 2e-15 * Math.max(1, Math.abs(Math.log(x))));
        const y = Math.log(x);
        close(portable.exp(y) / Math.exp(y), 1, 2e-15);
      }),
      { seed: 2, numRuns: 2000 },
    );
    expect(portable.log(0)).toBe(-Infinity);
    expect(portable.log(-1)).toBeNaN();
    expect(portable.exp(-1000)).toBe(0);
    expect(portable.exp(1000)).toBe(Infinity);
    close(portable.log(5e-324), Math.log(5e-324), 1e-12);
  });

  it('pow to 1e-13 relative', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (x, y) => close(portable.pow(x, y) / Math.pow(x, y), 1, 1e-13),
      ),
      { seed: 3, numRuns: 1000 },
    );
    expect(portable.pow(0, 2)).toBe(0);
    expect(portable.pow(7, 0)).toBe(1);
  });

  it('atan2 and acos to 4e-15', () => {
    const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, (y, x) => {
        if (y !== 0 || x > 0) close(portable.atan2(y, x), Math.atan2(y, x), 4e-15);
        close(portable.acos(x / 10), Math.acos(x / 10), 4e-15);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
