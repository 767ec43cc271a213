import { stream } from '@nhat/random';
import { simulatePanel } from '../testing/simulated-panel';
import { contrast, differenceTerms, utilitiesOf } from './contrast';
import { commonLevels, utilityAtAccuracy } from './equal-accuracy';
import { panelDraws } from './panel-draws';
import { studySpread } from './spread';

/** An easy and a hard dataset: the same curve and the same falling utility, four times the labels. */
const dataset = (name: string, factor: number, above = 0) => {
  const truth = {
    name,
    curve: (n: number) => above + 0.1 * Math.log2(n / factor / 5),
    arms: { arm: (n: number) => 2 ** (1.2 - 0.3 * Math.log2(n / factor / 25)) - 1 },
    scratch: [12.5, 25, 50, 100, 200, 400, 800].map((n) => n * factor),
    finetuned: [25, 50, 100, 200].map((n) => n * factor),
    noise: () => 0.003,
  };
  const design = { seeds: 3, networks: 3, between: 0, correlation: 0.5 };
  const panel = simulatePanel(truth, design, stream('equal', name));
  const spread = studySpread([panel])[0]!;
  return panelDraws(panel, spread, { draws: 1000, stream: stream('draws') })!;
};
const [easy, hard] = [dataset('easy', 1), dataset('hard', 4)];

it('the rise of utility at equal labels is gone at equal scratch accuracy', () => {
  const atLabels = (draws: typeof easy) => utilitiesOf(draws, 'arm').find(({ n }) => n === 100)!;
  const labels = contrast(differenceTerms([[atLabels(hard), atLabels(easy)]]), 0.95);
  expect(labels.estimate).toBeCloseTo(0.6, 0);
  expect(labels.low).toBeGreaterThan(0.3);
  const levels = commonLevels([easy, hard], 'arm');
  expect(levels).toHaveLength(3);
  const pairs = levels.map(
    (level) =>
      [utilityAtAccuracy(hard, 'arm', level)!, utilityAtAccuracy(easy, 'arm', level)!] as const,
  );
  const accuracy = contrast(differenceTerms(pairs), 0.95);
  expect(accuracy.low).toBeLessThan(0);
  expect(accuracy.high).toBeGreaterThan(0);
  expect(Math.abs(accuracy.estimate)).toBeLessThan(0.15);
});

it('at the accuracy of scratch at a budget it is the utility of that budget', () => {
  const level = easy.curve.value[easy.curve.n.indexOf(50)]!;
  const utility = utilityAtAccuracy(easy, 'arm', level)!;
  expect(utility.n).toBe(50);
  expect(utility.estimate).toBeCloseTo(utilitiesOf(easy, 'arm')[1]!.estimate, 9);
});

it('is not defined outside the finetuned budgets, nor without a common range', () => {
  expect(utilityAtAccuracy(easy, 'arm', easy.curve.value[0]!)).toBeNull();
  expect(utilityAtAccuracy(easy, 'arm', 5)).toBeNull();
  expect(commonLevels([easy, dataset('far', 1, 0.7)], 'arm')).toEqual([]);
});
