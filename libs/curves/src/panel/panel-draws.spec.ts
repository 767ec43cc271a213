import { stream } from '@nhat/random';
import { isotonicReading } from '../readings';
import { utilities } from '../utility';
import { simulatePanel } from '../testing/simulated-panel';
import type { PanelDesign } from '../testing/simulated-panel';
import { commonBudgets, contrast, differenceTerms, slopeTerms, utilitiesOf } from './contrast';
import { ladderOfRuns } from './panel';
import type { Panel } from './panel';
import { panelDraws } from './panel-draws';
import { ranks } from './ranks';
import { studySpread } from './spread';
import type { PanelSpread } from './spread';
import { utilityInterval } from './utility-interval';

/** A curve that is a straight line in log2 n, a tenth a doubling, and two arms that save half of the labels. */
const line = {
  name: 'line',
  curve: (n: number) => 0.1 * Math.log2(n / 25),
  arms: { one: () => 1, other: () => 1 },
  scratch: [50, 100, 200, 400, 800, 1600, 3200],
  finetuned: [100, 200, 400],
  noise: () => 0.01,
};
const own: PanelDesign = { seeds: 3, networks: 3, between: 0, correlation: 0.5 };
const single = { ...own, networks: 1 };
const simulated = (design: PanelDesign, name = 'line') =>
  simulatePanel({ ...line, name }, design, stream('panel', name));
const spreadOf = (panel: Panel) => studySpread([panel])[0]!;
const drawn = (panel: Panel, spread: PanelSpread = spreadOf(panel), draws = 1200, bend = 0) =>
  panelDraws(panel, spread, { draws, bend, stream: stream('draws') })!;
const deviationOf = (values: Float64Array) => {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / values.length);
};

/** Spread that is known exactly: finetuned runs vary by `finetuned`, scratch by `scratch`. */
const known = (scratch: number, finetuned: number, correlation = 0): PanelSpread => {
  const variance = (deviation: number) => ({ v0: deviation ** 2, v1: 0, df: 400 });
  return {
    scratch: variance(scratch),
    finetuned: { own: variance(finetuned), nested: variance(finetuned) },
    correlation: { scratch: correlation, own: correlation, nested: correlation },
    designs: {},
    network: null,
  };
};

describe('closed forms', () => {
  const panel = simulated(own);

  it('the difference of two arms is Gaussian: √2 · σ / (slope · √runs)', () => {
    const draws = drawn(panel, known(1e-9, 0.01));
    const at200 = (arm: string) => utilitiesOf(draws, arm)[1]!;
    const result = contrast(differenceTerms([[at200('one'), at200('other')]]), 0.95);
    // The simulated scratch means are no perfect line, so the slope is that of each segment: within a quarter.
    const expected = (Math.SQRT2 * 0.01) / (0.1 * Math.sqrt(3));
    expect(result.error).toBeGreaterThan(0.75 * expected);
    expect(result.error).toBeLessThan(1.33 * expected);
    expect(result.high - result.low).toBeCloseTo(2 * 1.96 * result.error, 1);
  });

  it('the error of scratch is common to arms: it drops out of their difference', () => {
    const draws = drawn(panel, known(0.01, 1e-9));
    const [one, other] = ['one', 'other'].map((arm) => utilitiesOf(draws, arm)[1]!);
    const difference = contrast(differenceTerms([[one!, other!]]), 0.95);
    expect(deviationOf(one!.low)).toBeGreaterThan(0.05);
    expect(difference.error).toBeLessThan(0.5 * deviationOf(one!.low));
  });

  it('errors common to all budgets drop out of the slope', () => {
    const slope = (correlation: number) =>
      contrast(slopeTerms(utilitiesOf(drawn(panel, known(1e-9, 0.01, correlation)), 'one')), 0.95);
    expect(slope(0.9).error / slope(0).error).toBeCloseTo(Math.sqrt(0.1), 1);
  });

  it('the slope is the least-squares slope of the estimates', () => {
    const list = utilitiesOf(drawn(panel), 'one');
    const [a, , c] = list.map(({ estimate }) => estimate);
    expect(contrast(slopeTerms(list), 0.95).estimate).toBeCloseTo((c! - a!) / 2, 12);
  });
});

it('agrees with the utility of one arm: the same estimate and nearly the same interval', () => {
  const panel = simulated(own);
  const scratch = ladderOfRuns(panel.scratch);
  const options = { reading: isotonicReading, coverage: 0.95, draws: 4000, stream: stream('one') };
  const points = utilities(scratch, ladderOfRuns(panel.arms[0]!.runs), options);
  const draws = drawn(panel, { ...known(0.01, 0.01, 0.5) });
  utilitiesOf(draws, 'one').forEach((utility, at) => {
    const { low, high } = utilityInterval(utility, 0.95);
    expect(utility.estimate).toBeCloseTo(Math.log2(1 + points[at]!.utility), 12);
    const width = Math.log2((1 + points[at]!.high!) / (1 + points[at]!.low!));
    expect((high - low) / width).toBeGreaterThan(0.6);
    expect((high - low) / width).toBeLessThan(1.6);
  });
});

it('arms are named streams: a third arm changes no draw of the first two', () => {
  const panel = simulated(own);
  const third = { name: 'third', runs: panel.arms[0]!.runs };
  const more = { ...panel, arms: [third, ...panel.arms] };
  const spread = known(0.01, 0.01);
  expect(utilitiesOf(drawn(more, spread), 'one')).toEqual(utilitiesOf(drawn(panel, spread), 'one'));
});

describe('pretrained networks', () => {
  const panel = simulated(single);

  it('one network and nothing known of others: the result is of this network, and no verdict is clear', () => {
    const interval = utilityInterval(utilitiesOf(drawn(panel), 'one')[0]!, 0.95);
    expect(interval).toMatchObject({ thisNetworkOnly: true, positive: 1, verdict: 'unclear' });
  });

  it('the variance that another panel of the study shows widens it and makes it a result of the method', () => {
    const pilot = simulated({ ...own, seeds: 8, networks: 4, between: 0.03 }, 'pilot');
    const spread = studySpread([panel, pilot])[0]!;
    expect(spread.network!.df).toBe(6);
    const before = utilitiesOf(drawn(panel), 'one')[0]!;
    const after = utilitiesOf(drawn(panel, spread), 'one')[0]!;
    expect(after.thisNetworkOnly).toBe(false);
    expect(deviationOf(after.low)).toBeGreaterThan(1.5 * deviationOf(before.low));
  });

  it('the error of a network is common to its budgets, so it leaves their slope alone', () => {
    const spread = { ...known(1e-9, 1e-4), network: { variance: 0.02 ** 2, df: 100 } };
    const list = utilitiesOf(drawn(panel, spread), 'one');
    expect(deviationOf(list[1]!.low)).toBeGreaterThan(0.15);
    expect(contrast(slopeTerms(list), 0.95).error).toBeLessThan(0.08);
  });

  it('where every seed has its own network the runs hold that variance already', () => {
    const wide = simulated({ ...own, seeds: 5, networks: 5, between: 0.05 });
    const { finetuned, scratch } = spreadOf(wide);
    expect(finetuned.own!.v0).toBeGreaterThan(3 * scratch!.v0);
    expect(utilitiesOf(drawn(wide), 'one')[0]!.thisNetworkOnly).toBe(false);
  });
});

describe('outside the ladder', () => {
  const short = { ...line, scratch: [50, 100, 200, 400] };
  const panel = simulatePanel(short, own, stream('short'));
  const spread = known(0.01, 0.01);

  it('budgets that lie outside in more than a fifth of the draws are left out and named', () => {
    // n̂ = 2n: 200 and 400 at the edge, 800 beyond it.
    const { pairs, dropped } = commonBudgets(
      utilitiesOf(drawn(panel, spread), 'one'),
      utilitiesOf(drawn(panel, spread), 'other'),
    );
    expect(dropped).toContain(400);
    expect(pairs.map(([{ n }]) => n)).toContain(100);
  });

  it('at the largest budget a draw above the ladder shows U > 0', () => {
    const top = utilityInterval(utilitiesOf(drawn(panel, spread), 'one')[2]!, 0.95);
    expect(top).toMatchObject({ highOpen: true, positive: 1, verdict: 'saves' });
  });

  it('a censored term makes a difference less sure on the side where it is not known', () => {
    const beyond = utilitiesOf(drawn(panel, spread), 'one')[2]!;
    const edge = utilitiesOf(drawn(panel, spread), 'other')[2]!;
    const { low, high } = contrast(differenceTerms([[beyond, edge]]), 0.95);
    expect(low).toBeLessThan(-0.5);
    expect(high).toBeGreaterThan(0.5);
  });
});

describe('ranks', () => {
  it('P(best) sums to one, and a clearly better arm is the best in all draws', () => {
    const arms = { worse: () => 0, better: () => 3, middle: () => 1 };
    const panel = simulatePanel({ ...line, arms }, own, stream('ranks'));
    const list = drawn(panel, known(0.01, 0.01)).arms.map(({ utilities: u }) => u);
    const result = ranks(list, 0.95);
    expect(result.reduce((sum, { best }) => sum + best, 0)).toBeCloseTo(1, 12);
    expect(result.map(({ low, high }) => [low, high])).toEqual([
      [3, 3],
      [1, 1],
      [2, 2],
    ]);
  });

  it('arms with the same draws share the first rank', () => {
    const [arm] = drawn(simulated(own)).arms;
    const result = ranks([arm!.utilities, arm!.utilities], 0.95);
    expect(result.map(({ best }) => best)).toEqual([0.5, 0.5]);
  });
});

it('independent panels are subtracted draw by draw: the variances add', () => {
  const utility = (name: string) =>
    utilitiesOf(drawn(simulated(own, name), known(0.01, 0.01)), 'one')[1]!;
  const [a, b] = [utility('first'), utility('second')];
  const sum = Math.hypot(deviationOf(a.low), deviationOf(b.low));
  const { error } = contrast(differenceTerms([[a, b]]), 0.95);
  expect(error / sum).toBeGreaterThan(0.95);
  expect(error / sum).toBeLessThan(1.05);
});

it('bends widen an interval between distant budgets and leave one at a budget', () => {
  const distant = { ...line, scratch: [50, 200, 800, 3200], arms: { one: () => 0 } };
  const panel = simulatePanel(distant, own, stream('bend'));
  const width = (at: number, bend: number) =>
    deviationOf(utilitiesOf(drawn(panel, known(1e-4, 1e-4), 1000, bend), 'one')[at]!.low);
  expect(width(0, 0.2)).toBeGreaterThan(0.05);
  expect(width(0, 0.2)).toBeGreaterThan(1.5 * width(0, 0));
});

it('nothing that ran twice: no draws', () => {
  const once = simulated({ ...own, seeds: 1 });
  expect(panelDraws(once, spreadOf(once), { draws: 100, stream: stream(0) })).toBeNull();
});

it('refuses panels and names that are wrong', () => {
  const panel = simulated(own);
  const twice = { ...panel, scratch: [...panel.scratch, panel.scratch[0]!] };
  expect(() => drawn(twice)).toThrow(/line, scratch.*seed 0 occurs twice at n = 50/);
  const same = { ...panel, arms: [panel.arms[0]!, panel.arms[0]!] };
  expect(() => drawn(same)).toThrow(/two arms are called one/);
  expect(() => utilitiesOf(drawn(panel), 'none')).toThrow(/got none; expected one of one, other/);
  expect(() => contrast([], 0.95)).toThrow(/no terms/);
});
