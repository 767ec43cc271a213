import { stream } from '@nhat/random';
import { learningCurve } from '../learning-curve';
import { simulatePanel } from '../testing/simulated-panel';
import { panelDraws } from './panel-draws';
import { panelOfCurves } from './panel-of-curves';
import { studySpread } from './spread';

const run = (n: number, seed: number, value: number, pretraining: number | null = null) => ({
  ...{ n, seed, value, pretraining },
  ...{ train: null, fitted: true },
});
const errors = [run(50, 0, 0.4), run(100, 0, 0.3)];

it('is oriented, and tells the networks of its runs apart', () => {
  const scratch = learningCurve('scratch', errors, false);
  const arm = learningCurve('spin', [run(50, 0, 0.35, 4)], false);
  expect(
    panelOfCurves({ name: 'panel', key: 'curve-1', curve: scratch }, [
      { name: 'spin', curve: arm },
    ]),
  ).toEqual({
    ...{ name: 'panel', key: 'curve-1' },
    scratch: [
      { n: 50, seed: 0, value: -0.4, network: null, fitted: true },
      { n: 100, seed: 0, value: -0.3, network: null, fitted: true },
    ],
    arms: [{ name: 'spin', runs: [{ n: 50, seed: 0, value: -0.35, network: '4', fitted: true }] }],
  });
});

it('refuses metrics that point in different directions', () => {
  const curve = (higherIsBetter: boolean) => learningCurve('x', errors, higherIsBetter);
  expect(() =>
    panelOfCurves({ name: 'panel', curve: curve(false) }, [{ name: 'spin', curve: curve(true) }]),
  ).toThrow(/^spin: /);
});

describe('the draws of an arm', () => {
  const truth = {
    ...{ name: 'whole', curve: (n: number) => 0.1 * Math.log2(n / 25) },
    arms: { one: () => 1, other: () => 0.5 },
    ...{ scratch: [50, 100, 200, 400], finetuned: [50, 100], noise: () => 0.02 },
  };
  const design = { seeds: 3, networks: 3, between: 0.01, correlation: 0.5 };
  const whole = simulatePanel(truth, design, stream('whole'));
  // One arm ran once, so that its design follows the arm beside it.
  const [one, other] = whole.arms;
  const single = { ...other!, runs: other!.runs.filter(({ seed }) => seed === 0) };
  const panel = { ...whole, arms: [one!, single] };
  const spread = studySpread([panel])[0]!;
  const drawn = (arms: typeof panel.arms, renamed = {}) =>
    panelDraws({ ...panel, ...renamed, arms }, spread, { draws: 400, stream: stream('draws') })!;

  it.each([0, 1])('alone are those it has beside the others (arm %i)', (at) => {
    const alone = drawn([panel.arms[at]!]);
    const all = drawn(panel.arms);
    expect(alone.arms[0]).toEqual(all.arms[at]);
    expect(alone.curves).toEqual(all.curves);
  });

  it('follow the keys, and not the names', () => {
    const keyed = [{ ...panel.arms[0]!, name: 'called otherwise', key: 'one' }];
    const draws = drawn(keyed, { name: 'also', key: 'whole' });
    expect(draws.arms[0]!.utilities[0]!.low).toEqual(drawn(panel.arms).arms[0]!.utilities[0]!.low);
  });
});
