import { stream } from '@nhat/random';
import { panelDraws } from '../panel/panel-draws';
import type { Panel, PanelRun } from '../panel/panel';
import { studySpread } from '../panel/spread';
import { answeredCoverage, simulateAnswers } from '../testing/simulated-answers';
import { imageNumbers, imageShifts } from './image-shifts';
import type { ImageShifts } from './image-shifts';

const design = { images: 400, seeds: 3, shared: 0.5, utility: 1 };
const panel = simulateAnswers(design, stream('study'));
const varianceOf = ({ loadings }: { loadings: readonly number[] }) =>
  loadings.reduce((sum, loading) => sum + loading ** 2, 0);
const changed = (one: Panel, change: (run: PanelRun) => PanelRun): Panel => ({
  ...one,
  scratch: one.scratch.map(change),
  arms: one.arms.map((arm) => ({ ...arm, runs: arm.runs.map(change) })),
});

/** Variances of the cells from scratch, and the covariance of the cells of scratch and the arm at 100 labels; means over studies. */
function measured(given: typeof design & { perGroup?: number }, studies = 60) {
  const found = Array.from({ length: studies }, (_, study) => {
    const [shifts] = imageShifts([simulateAnswers(given, stream('shifts', study))]);
    const [scratch, arm] = [shifts!.scratch, shifts!.arms['arm']!].map((cells) =>
      cells.find(({ n }) => n === 100)!,
    );
    const product = scratch!.loadings.reduce((sum, x, at) => sum + x * arm!.loadings[at]!, 0);
    return { variance: varianceOf(scratch!), product };
  });
  const mean = (key: 'variance' | 'product') =>
    found.reduce((sum, one) => sum + one[key], 0) / studies;
  return { variance: mean('variance'), product: mean('product') };
}

describe('moves of all means with the choice of test images', () => {
  // Expected answers rise from 0 to 1 over a width of 0.3 around a, so that they vary by a(1 − a) − 0.05.
  const [a, b] = [0.92 - 1.6 * 100 ** -0.33, 0.92 - 1.6 * 200 ** -0.33];
  const expected = (a * (1 - a) - 0.05) / 400;

  it('have the variance of expected answers, without the noise of a run, and are shared where difficulty is', () => {
    const { variance, product } = measured(design);
    // Negative parts are cut, so the estimate is a little too large.
    expect(variance / expected).toBeGreaterThan(0.9);
    expect(variance / expected).toBeLessThan(1.25);
    // The easier half of an image pair is right for both: min(a, b) − ab, a little less by doubt.
    const both = (0.5 * (Math.min(a, b) * (1 - Math.max(a, b)))) / 400;
    expect(product / both).toBeGreaterThan(0.7);
    expect(product / both).toBeLessThan(1.1);
    expect(measured({ ...design, shared: 0 }).product).toBeLessThan(0.15 * both);
  });

  it('are those of groups where images have groups', () => {
    const { variance } = measured({ ...design, perGroup: 4 });
    expect(variance / (4 * expected)).toBeGreaterThan(0.85);
    expect(variance / (4 * expected)).toBeLessThan(1.25);
  });

  it('are binomial, and conservative, in a cell with a single seed', () => {
    const single = {
      ...panel,
      scratch: panel.scratch.filter(({ n, seed }) => n !== 100 || seed === 0),
    };
    const of = (one: Panel) =>
      varianceOf(imageShifts([one])[0]!.scratch.find(({ n }) => n === 100)!);
    expect(of(single)).toBeGreaterThan(of(panel));
    expect(of(single)).toBeGreaterThanOrEqual((a * (1 - a) * 0.8) / 400);
  });

  it('take no pair of runs of one network where others differ', () => {
    const network = (run: PanelRun): PanelRun => ({ ...run, network: run.seed < 2 ? 'a' : 'b' });
    const arms = panel.arms.map((arm) => ({ ...arm, runs: arm.runs.map(network) }));
    const [shifts] = imageShifts([{ ...panel, arms }]);
    const apart = (runs: readonly PanelRun[]) =>
      runs.map((run) => ({ ...run, seed: run.seed === 1 ? 0 : run.seed }));
    const asPairs = panel.arms.map((arm) => ({ ...arm, runs: apart(arm.runs) }));
    const [wanted] = imageShifts([{ ...panel, arms: asPairs }]);
    const variances = (found: ImageShifts | null | undefined) =>
      found!.arms['arm']!.map(varianceOf);
    variances(shifts).forEach((value, at) =>
      expect(value / variances(wanted)[at]!).toBeCloseTo(1, 1),
    );
  });

  it('are joint for panels with the same images, and independent of those with others', () => {
    const others = changed({ ...panel, name: 'others' }, (run) => ({
      ...run,
      answers: { ...run.answers!, images: 'others' },
    }));
    const [one, same, other] = imageShifts([panel, { ...panel, name: 'same' }, others]);
    expect(same!.scratch[0]!.loadings).toHaveLength(one!.scratch[0]!.loadings.length);
    one!.scratch.forEach(({ loadings }, at) =>
      loadings.forEach((value, k) => expect(same!.scratch[at]!.loadings[k]).toBeCloseTo(value, 6)),
    );
    const numbers = (shifts: ImageShifts) => imageNumbers(shifts, 3, stream('draws'));
    expect(numbers(same!)).toEqual(numbers(one!));
    expect(numbers(other!)[0]![0]).not.toBe(numbers(one!)[0]![0]);
  });

  it('are not there where a run kept no answers, or has other test images', () => {
    const [first, ...rest] = panel.scratch as [PanelRun, ...PanelRun[]];
    const { answers, ...bare } = first;
    const moved = { ...first, answers: { ...answers!, images: 'others' } };
    for (const run of [bare, moved]) {
      expect(imageShifts([{ ...panel, scratch: [run, ...rest] }])).toEqual([null]);
    }
  });
});

describe('draws with these moves', () => {
  const options = { draws: 300, stream: stream('draws') };
  const [spread] = studySpread([panel]);
  const drawn = panelDraws(panel, spread!, options)!;

  it('are those of before where no run kept its answers', () => {
    const bare = changed(panel, ({ answers: _, ...run }) => run);
    const before = panelDraws(bare, studySpread([bare])[0]!, options);
    expect(before).toEqual(panelDraws(panel, { ...spread!, images: null }, options));
    expect(before).not.toEqual(drawn);
  });

  it('keep every estimate', () => {
    const before = panelDraws(panel, { ...spread!, images: null }, options)!;
    expect(drawn.curve).toEqual(before.curve);
    expect(drawn.arms[0]!.utilities.map(({ estimate }) => estimate)).toEqual(
      before.arms[0]!.utilities.map(({ estimate }) => estimate),
    );
  });

  it('of an arm are the same with and without another arm, for one spread', () => {
    const [arm] = panel.arms;
    const two = { ...panel, arms: [arm!, { ...arm!, name: 'second' }] };
    const [ofTwo] = studySpread([two]);
    const alone = panelDraws(panel, ofTwo!, options)!;
    const both = panelDraws(two, ofTwo!, options)!;
    expect(both.curves).toEqual(alone.curves);
    expect(both.arms[0]).toEqual(alone.arms[0]);
  });

  it('survive the way through a file', () => {
    const read = JSON.parse(JSON.stringify(spread)) as typeof spread;
    expect(panelDraws(panel, read!, options)).toEqual(drawn);
  });

  it.each([0, 1])(
    'hold the truth by the spread of seeds alone where each has test images of its own (share that is as difficult for both: %d)',
    (shared) => {
      const own = { images: 60, seeds: 3, splits: 3, shared, utility: 1 };
      const coverage = (design: typeof own) =>
        answeredCoverage(design, { repetitions: 40, draws: 200, stream: stream('splits') });
      const { images, seeds } = coverage(own);
      expect(imageShifts([simulateAnswers(own, stream('splits'))])).toEqual([null]);
      expect(images).toEqual(seeds);
      expect(seeds.held).toBeGreaterThan(0.9);
      if (shared === 0) {
        const { images: one } = coverage({ ...own, splits: 1 });
        expect(seeds.width).toBeLessThan(one.width);
      }
    },
  );

  it('hold the truth with few test images, where seeds alone do not', () => {
    const few = { images: 100, seeds: 3, shared: 0.5, utility: 1 };
    const { seeds, images } = answeredCoverage(few, {
      ...{ repetitions: 30, draws: 200, stream: stream('coverage') },
    });
    expect(seeds.held).toBeLessThan(0.85);
    expect(images.held).toBeGreaterThan(0.9);
  });
});
