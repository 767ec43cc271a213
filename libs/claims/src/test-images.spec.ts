import { ladderOfRuns, mean } from '@nhat/curves';
import type { PanelRun } from '@nhat/curves';
import { simulateAnswers } from '@nhat/curves/testing/simulated-answers';
import { stream } from '@nhat/random';
import { actsAsRegulariser } from './acts-as-regulariser';
import { freezingHurts } from './freezing-hurts';
import { linearEvaluationPredicts } from './linear-evaluation-predicts';
import { meanDifference, pAbove, pBelow, withTestImages } from './mean-difference';
import type { Difference } from './mean-difference';
import { mergesBeforePlateau } from './merges-before-plateau';
import { moreTrainings, runsOf } from './more-trainings';
import { decideCrossing } from './network-crossing';

const N = 200;
const random = stream(7);
const settings = { draws: 400, stream: random };

/** An arm that is as good as scratch over all images that could be drawn, on test images of which few are as difficult for both. */
const study = (seed: number) =>
  simulateAnswers({ images: 200, seeds: 5, shared: 0.3, utility: 0 }, random.fork('studies', seed));
const at = (runs: readonly PanelRun[], n = N) => runs.filter((run) => run.n === n);
const measured = (runs: readonly PanelRun[]) => {
  const [cell] = ladderOfRuns(at(runs));
  const centre = mean(cell!.values);
  const squares = cell!.values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { cell: cell!, variance: { v0: squares / 4, v1: 0, df: 4 } };
};
const without = (runs: readonly PanelRun[]): PanelRun[] =>
  runs.map(({ n, seed, value, network }) => ({ n, seed, value, network }));

it('are wrong as often as stated over test images that could be drawn, with their variance alone', () => {
  const wrong = { seeds: 0, images: 0 };
  const studies = 150;
  const isWrong = (difference: Difference) =>
    Math.min(pAbove(difference, 0), pBelow(difference, 0)) < 0.025;
  for (let seed = 0; seed < studies; seed++) {
    const { scratch, arms } = study(seed);
    const difference = meanDifference(measured(arms[0]!.runs), measured(scratch));
    const cells = [
      { weight: 1, runs: at(arms[0]!.runs) },
      { weight: -1, runs: at(scratch) },
    ];
    wrong.seeds += Number(isWrong(difference));
    wrong.images += Number(isWrong(withTestImages(difference, cells)));
  }
  // Nominal 5 %: 7.5 of 150.
  expect(wrong.seeds).toBeGreaterThan(30);
  expect(wrong.images).toBeLessThan(16);
});

it('of differences without answers stay as they are', () => {
  const { scratch, arms } = study(0);
  const difference = meanDifference(measured(arms[0]!.runs), measured(scratch));
  const cells = [
    { weight: 1, runs: at(arms[0]!.runs) },
    { weight: -1, runs: without(at(scratch)) },
  ];
  expect(withTestImages(difference, cells)).toEqual(difference);
});

it('are no reason for more trainings where these do not help', () => {
  const tested = [10, 20, 40].map((n) => runsOf(n, [0.1, 0.2, 0.3, 0.4]));
  const test = { distance: 1, error: 1, tested };
  expect(moreTrainings([test])!.trainings).toBe(63);
  expect(moreTrainings([{ ...test, lasting: 0.1 }])!.trainings).toBeGreaterThan(63);
  expect(moreTrainings([{ ...test, lasting: 0.2 }])).toBeNull();
  // One of ten tests must be as clear as p = 0.005, 3.42 standard errors instead of 2.49: 47 seeds instead of 25, four of which are there.
  expect(moreTrainings([{ ...test, level: 0.005 }])!.trainings).toBe(129);
});

describe('make the intervals wider of', () => {
  const { scratch, arms } = study(1);
  const others = study(2).arms[0]!.runs;
  /** Other answers to the same images. */
  const second = others.map((run, index) => ({ ...arms[0]!.runs[index]!, answers: run.answers! }));
  const widths = (effects: readonly { low: number; high: number }[]) =>
    effects.map(({ low, high }) => high - low);
  const expectWider = (wide: readonly number[], narrow: readonly number[]) => {
    expect(wide.every((width, index) => width >= narrow[index]!)).toBe(true);
    expect(wide.some((width, index) => width > 1.1 * narrow[index]!)).toBe(true);
  };

  it('merges-before-plateau', () => {
    const runs = (list: readonly PanelRun[]) => {
      const finetuned = {
        name: 'arm',
        runs: list === scratch ? arms[0]!.runs : without(arms[0]!.runs),
      };
      const panel = { name: 'panel', scratch: list, arms: [finetuned] };
      return widths(mergesBeforePlateau.decide({ panel, arm: 'arm' }, settings).effects);
    };
    expectWider(runs(scratch), runs(without(scratch)));
  });

  it('freezing-hurts', () => {
    const effects = (of: (runs: readonly PanelRun[]) => readonly PanelRun[]) => {
      const frozen = [
        { depth: 1, runs: of(second) },
        { depth: 2, runs: of(at(scratch, 100).concat(at(scratch), at(scratch, 400))) },
      ];
      return widths(
        freezingHurts.decide({ finetuned: of(arms[0]!.runs), frozen }, settings).effects,
      );
    };
    expectWider(
      effects((runs) => runs),
      effects(without),
    );
  });

  it('the crossing of larger-network-gains-more', () => {
    const effects = (of: (runs: readonly PanelRun[]) => readonly PanelRun[]) => {
      const panels = [
        { name: 'small', scratch: of(scratch), arms: [{ name: 'arm', runs: of(second) }] },
        { name: 'large', scratch: of(second), arms: [{ name: 'arm', runs: of(arms[0]!.runs) }] },
      ];
      const [small, large] = panels;
      return widths(decideCrossing({ small: small!, large: large!, arms: ['arm'], n: N }).effects);
    };
    expectWider(
      effects((runs) => runs),
      effects(without),
    );
  });

  it('linear-evaluation-predicts, leads and τ', () => {
    const decide = (of: (runs: readonly PanelRun[]) => readonly PanelRun[]) => {
      const method = (name: string, linear: readonly PanelRun[], whole: readonly PanelRun[]) => {
        const runs = { linear: of(at(linear)), finetuned: of(at(whole)) };
        const values = (list: readonly PanelRun[]) => list.map(({ value }) => value);
        return {
          ...{ method: name, runs },
          ...{ linear: values(runs.linear), finetuned: values(runs.finetuned) },
        };
      };
      const methods = [method('one', scratch, second), method('other', arms[0]!.runs, scratch)];
      return linearEvaluationPredicts.decide(
        { cells: [{ dataset: 'data', n: N, methods }] },
        settings,
      ).effects;
    };
    const [wide, narrow] = [decide((runs) => runs), decide(without)];
    const leads = (effects: typeof wide) =>
      widths(effects.filter(({ unit }) => unit === 'share of the metric'));
    expect(leads(wide)).toHaveLength(2);
    expectWider(leads(wide), leads(narrow));
    const tau = (effects: typeof wide) => effects.find(({ name }) => name.includes('τ'))!;
    expect([tau(narrow).low, tau(narrow).high]).toEqual([-1, -1]);
    expect(tau(wide).high).toBe(1);
  });

  it('acts-as-regulariser', () => {
    const ladder = (runs: readonly PanelRun[]) =>
      ladderOfRuns(runs.filter(({ n }) => n >= 100 && n <= 400));
    const test = {
      ...{ scratch: ladder(scratch), finetuned: ladder(arms[0]!.runs) },
      longerScratch: ladder(second),
    };
    const train = { scratch: ladder(scratch), finetuned: ladder(arms[0]!.runs) };
    const runs = { scratch, finetuned: arms[0]!.runs, longerScratch: second };
    expectWider(
      widths(actsAsRegulariser.decide({ train, test, runs }, settings).effects),
      widths(actsAsRegulariser.decide({ train, test }, settings).effects),
    );
  });
});
