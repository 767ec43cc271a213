import { stream } from '@nhat/random';
import fc from 'fast-check';
import { compareCurves } from './testing/compare-curves';
import { learningCurve } from './learning-curve';
import type { Ladder } from './ladder';
import { isotonicReading, paperReading } from './readings';
import type { Reading } from './readings';
import { utilities } from './utility';
import type { PaperPoint } from './utility';
import { verdict } from './verdict';

/** Ladders of 1 to 6 budgets with 1 to 4 runs; metrics in whole thousandths, so that ties happen. */
const ladders = (coarse: number): fc.Arbitrary<Ladder> =>
  fc
    .uniqueArray(fc.constantFrom(50, 100, 150, 200, 400, 800, 1600), { minLength: 1, maxLength: 6 })
    .chain((budgets) =>
      fc.tuple(
        ...budgets
          .sort((a, b) => a - b)
          .map((n) =>
            fc.record({
              n: fc.constant(n),
              values: fc.array(
                fc.integer({ min: 1, max: coarse }).map((k) => k / coarse),
                { minLength: 1, maxLength: 4 },
              ),
            }),
          ),
      ),
    );

const studies = fc.record({
  scratch: fc.oneof(ladders(1000), ladders(8)),
  finetuned: fc.oneof(ladders(1000), ladders(8)),
  reading: fc.constantFrom<Reading>(isotonicReading, paperReading),
});
const options = (reading: Reading) => ({
  ...{ reading, coverage: 0.9, draws: 100, stream: stream('properties') },
});
const mapped = (ladder: Ladder, change: (values: readonly number[]) => readonly number[]): Ladder =>
  ladder.map(({ n, values }) => ({ n, values: change(values) }));
const scaled = (factor: number) => (values: readonly number[]) => values.map((x) => factor * x);

function expectSame(some: PaperPoint[], others: PaperPoint[]): void {
  expect(some).toHaveLength(others.length);
  some.forEach((point, at) => {
    const other = others[at]!;
    expect(point.status).toBe(other.status);
    expect(verdict(point)).toBe(verdict(other));
    for (const key of ['nHat', 'low', 'high', 'positive', 'negative'] as const) {
      const [a, b] = [point[key], other[key]];
      if (a === null || b === null) expect(a).toBe(b);
      else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(b)));
    }
  });
}

const runs = { numRuns: 60 };

it('does not depend on the unit of the metric', () => {
  fc.assert(
    fc.property(studies, ({ scratch, finetuned, reading }) => {
      expectSame(
        utilities(mapped(scratch, scaled(100)), mapped(finetuned, scaled(100)), options(reading)),
        utilities(scratch, finetuned, options(reading)),
      );
    }),
    { seed: 11, ...runs },
  );
});

it('is the same for an error as for the metric that falls with it', () => {
  const curve = (ladder: Ladder, higherIsBetter: boolean) =>
    learningCurve(
      'arm',
      ladder.flatMap(({ n, values }) =>
        values.map((x, seed) => ({
          ...{
            n,
            seed,
            value: higherIsBetter ? x : 1 - x,
            train: null,
            fitted: null,
            pretraining: null,
          },
        })),
      ),
      higherIsBetter,
    );
  fc.assert(
    fc.property(studies, ({ scratch, finetuned, reading }) => {
      const [metric, error] = [true, false].map((up) =>
        compareCurves(curve(scratch, up), curve(finetuned, up), options(reading)),
      );
      expectSame(error!, metric!);
    }),
    { seed: 12, ...runs },
  );
});

it('n̂ depends on the mean of the finetuned runs and on scratch, not on how the finetuned runs spread', () => {
  fc.assert(
    fc.property(studies, fc.double({ min: 0, max: 0.05, noNaN: true }), (study, spread) => {
      const asked = (change: number) =>
        utilities(
          study.scratch,
          study.finetuned.map(({ n, values }) => ({
            n,
            values: [values[0]! - change, values[0]! + change],
          })),
          options(isotonicReading),
        ).map(({ nHat, status, pooled, scratch }) => ({ nHat, status, pooled, scratch }));
      expect(asked(spread)).toEqual(asked(0));
    }),
    { seed: 17, ...runs },
  );
});

it('does not depend on the order of the seeds', () => {
  const turned = (ladder: Ladder) => mapped(ladder, (values) => [...values].reverse());
  fc.assert(
    fc.property(studies, ({ scratch, finetuned, reading }) => {
      expectSame(
        utilities(turned(scratch), turned(finetuned), options(reading)),
        utilities(scratch, finetuned, options(reading)),
      );
    }),
    { seed: 13, ...runs },
  );
});

it('the verdict agrees with the ends of the interval, and the ends with each other', () => {
  fc.assert(
    fc.property(studies, ({ scratch, finetuned, reading }) => {
      for (const point of utilities(scratch, finetuned, options(reading))) {
        const { low, high, lowOpen, highOpen, floor, ceiling, flat } = point;
        if (low === null || high === null) {
          expect([low, high, lowOpen, highOpen]).toEqual([null, null, false, false]);
          expect(verdict(point)).toBe('unknown');
          continue;
        }
        expect(low).toBeLessThanOrEqual(high);
        if (lowOpen) expect(low).toBe(Math.min(floor, highOpen ? ceiling : floor));
        if (highOpen) expect(high).toBe(ceiling);
        const told = verdict(point);
        if (flat) expect(told).toBe('flat');
        else if (low > 0 && !lowOpen) expect(told).toBe('saves');
        else if (high < 0 && !highOpen) expect(told).toBe('costs');
        if (told === 'saves') expect([low >= 0, lowOpen]).toEqual([true, false]);
        if (told === 'costs') expect([high <= 0, highOpen]).toEqual([true, false]);
      }
    }),
    { seed: 14, numRuns: 150 },
  );
});

it('a bound lies at floor or ceiling, and everything is finite', () => {
  fc.assert(
    fc.property(studies, ({ scratch, finetuned, reading }) => {
      for (const point of utilities(scratch, finetuned, options(reading))) {
        if (point.status === 'censored-high') expect(point.utility).toBe(point.ceiling);
        if (point.status === 'censored-low') expect(point.utility).toBe(point.floor);
        expect(point.utility).toBeGreaterThan(-1);
        for (const value of Object.values(point)) {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        }
      }
    }),
    { seed: 15, ...runs },
  );
});

it('U hardly moves with the finetuned mean, except across a flat stretch', () => {
  const rising: Ladder = [100, 200, 400, 800].map((n, at) => ({ n, values: [0.2 + 0.15 * at] }));
  const at = (n: number, value: number) =>
    utilities(rising, [{ n, values: [value] }], options(isotonicReading))[0]!.utility;
  fc.assert(
    fc.property(
      fc.constantFrom(50, 100, 300, 800),
      fc.double({ min: 0.1, max: 0.8, noNaN: true }),
      (n, value) => {
        // A step of 1e-6 is 1e-6 / 0.15 of a doubling.
        expect(Math.abs(Math.log2((1 + at(n, value + 1e-6)) / (1 + at(n, value))))).toBeLessThan(
          1e-5,
        );
      },
    ),
    { seed: 16, ...runs },
  );
});
