import { stream } from '@nhat/random';
import { compareCurves } from './testing/compare-curves';
import { learningCurve } from './learning-curve';
import type { Run } from './learning-curve';
import { isotonicReading } from './readings';

const run = (n: number, seed: number, value: number): Run => ({
  n,
  seed,
  value,
  train: 1,
  fitted: true,
  pretraining: 0,
});
const accuracies = [run(100, 1, 0.5), run(50, 0, 0.4), run(100, 0, 0.6), run(50, 1, 0.2)];
const options = { reading: isotonicReading, coverage: 0.95, draws: 500, stream: stream(0) };

describe('learningCurve', () => {
  it('orders runs by budget and seed, with means and the monotone fit', () => {
    const curve = learningCurve('scratch', [...accuracies, run(200, 0, 0.52)], true);
    expect(curve.points.map(({ n, runs }) => [n, ...runs.map(({ seed }) => seed)])).toEqual([
      [50, 0, 1],
      [100, 0, 1],
      [200, 0],
    ]);
    expect(curve.points[0]!.mean).toBeCloseTo(0.3, 12);
    expect(curve.fit[1]!.value).toBe(curve.fit[2]!.value); // 0.55 and 0.52 are pooled
    expect(curve.powerLaw).toBeNull();
  });

  it('knows no variance from one seed', () => {
    const curve = learningCurve('scratch', [run(50, 0, 0.4), run(100, 0, 0.5)], true);
    expect(curve.variance).toBeNull();
  });

  it('refuses a seed that occurs twice, and a missing value', () => {
    const twice = [run(50, 0, 0.4), run(50, 0, 0.4)];
    expect(() => learningCurve('rotation', twice, true)).toThrow('seed 0 occurs twice at n = 50');
    expect(() => learningCurve('rotation', [run(50, 0, NaN)], true)).toThrow(
      'rotation: a run at n',
    );
    expect(() => learningCurve('rotation', [], true)).toThrow('rotation: no budget has a run');
  });
});

it('an error metric gives the utility of its negative, in its own sign', () => {
  const scratch = [...accuracies, run(400, 0, 0.8), run(400, 1, 0.9)];
  const finetuned = [run(50, 0, 0.56), run(50, 1, 0.6)];
  const negated = (runs: Run[]) => runs.map((one) => ({ ...one, value: 1 - one.value }));
  const [point] = compareCurves(
    learningCurve('scratch', scratch, true),
    learningCurve('rotation', finetuned, true),
    options,
  );
  const [error] = compareCurves(
    learningCurve('scratch', negated(scratch), false),
    learningCurve('rotation', negated(finetuned), false),
    options,
  );
  expect(error!.utility).toBeCloseTo(point!.utility, 9);
  expect(error!.low).toBeCloseTo(point!.low!, 9);
  expect(error!.gap).toBeCloseTo(point!.gap!, 9);
  expect(error!.scratch).toBeCloseTo(1 - point!.scratch!, 9);
  expect(error!.finetuned).toBeCloseTo(1 - point!.finetuned, 9);
  const mixed = () =>
    compareCurves(
      learningCurve('scratch', scratch, true),
      learningCurve('rotation', finetuned, false),
      options,
    );
  expect(mixed).toThrow('rotation: its metric points the other way than that of scratch');
});
