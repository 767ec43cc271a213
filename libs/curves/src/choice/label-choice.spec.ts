import { stream } from '@nhat/random';
import type { Panel, PanelRun } from '../panel/panel';
import { studySpread } from '../panel/spread';
import { simulateChoices } from '../testing/simulated-choices';
import { labelChoice } from './label-choice';
import type { LabelChoiceOptions } from './label-choice';

/** Two runs at each budget, `spread` apart. */
const runs = (values: Record<number, number>, spread: number, own = false): PanelRun[] =>
  Object.entries(values).flatMap(([n, value]) =>
    [0, 1].map((seed) => ({
      ...{ n: Number(n), seed, value: value + (seed === 0 ? spread : -spread) / 2 },
      network: own ? `${seed}` : null,
    })),
  );

/** Scratch gains 0.1 from 100 to 200 and from 200 to 400 labels. */
const SCRATCH = { 50: 0.3, 100: 0.4, 200: 0.5, 400: 0.6, 800: 0.7 };

/** As good with 100 as scratch with 200, with 200 as with 400. */
const ONE = { 50: 0.4, 100: 0.5, 200: 0.6 };

const study = (arms: Record<string, Record<number, number>>, spread = 0.0004): Panel => ({
  name: 'shapes',
  scratch: runs(SCRATCH, spread),
  arms: Object.entries(arms).map(([name, values]) => ({ name, runs: runs(values, spread, true) })),
});

const chosen = (panel: Panel, options: Partial<LabelChoiceOptions> = {}) =>
  labelChoice(panel, studySpread([panel])[0]!, {
    ...{ labels: 100, labelPrice: 0.2, hourPrice: 0.5, hours: () => 4 },
    ...{ coverage: 0.95, chance: null, draws: 400, stream: stream(1), bend: 0 },
    ...options,
  });

test('by hand: 100 labels that do the work of 200 save 20 and cost 2', () => {
  const { outcome, options } = chosen(study({ one: ONE }));
  expect(outcome).toBe('chosen');
  const [one, scratch] = options;
  expect(one!.arm).toBe('one');
  expect(one!.nHat!.value).toBeCloseTo(200, 6);
  // 100 labels saved · 0.2 − 4 h · 0.5 = 18.
  expect(one!.gain!.value).toBeCloseTo(18, 6);
  // 4 h · 0.5 / 100 labels saved.
  expect(one!.breakEven!.value).toBeCloseTo(0.02, 6);
  expect(one!.breakEven!.low).toBeLessThan(0.02);
  expect(one!.breakEven!.high).toBeGreaterThan(0.02);
  expect(scratch!.labels.value).toBeCloseTo(200, -1);
});

test('scratch is chosen where the hours cost more than the labels that they save', () => {
  // 100 labels saved · 0.01 − 4 h · 0.5 = −1.
  const { outcome, options } = chosen(study({ one: ONE }), { labelPrice: 0.01 });
  expect(outcome).toBe('chosen');
  expect(options[0]!.arm).toBeNull();
  expect(options[1]!.gain!.value).toBeCloseTo(-1, 6);
  expect(options[1]!.pays).toBe(0);
});

test('scratch is chosen where the pretrained arm is worse, and no price of a label pays', () => {
  const { outcome, options } = chosen(study({ worse: { 50: 0.25, 100: 0.35, 200: 0.45 } }));
  expect(outcome).toBe('chosen');
  expect(options[0]!.arm).toBeNull();
  expect(options[1]!.breakEven).toMatchObject({ value: Infinity, low: Infinity });
});

test('between two budgets an arm is read linearly in log n', () => {
  const labels = 100 * Math.SQRT2;
  const { options } = chosen(study({ one: ONE }), { labels });
  // Half-way from 0.5 to 0.6, which scratch reaches half-way from 200 to 400 in log n.
  expect(options.find(({ arm }) => arm === 'one')!.nHat!.value).toBeCloseTo(200 * Math.SQRT2, 6);
});

test('of two arms the slower one is chosen where its accuracy is worth its hours, else the faster one', () => {
  // With 100 labels `fast` is at 0.47; it needs 100 · 2^0.3 = 123 for 0.5: 23 labels more.
  const panel = study({ slow: ONE, fast: { 50: 0.37, 100: 0.47, 200: 0.57 } });
  const hours = (arm: string) => (arm === 'slow' ? 5 : 1);
  const dear = chosen(panel, { hours, labelPrice: 0.2 });
  expect([dear.outcome, dear.options[0]!.arm]).toEqual(['chosen', 'slow']);
  // 23 · 0.05 = 1.15 < 4 h · 0.5 = 2, and both save enough to pay.
  const cheap = chosen(panel, { hours, labelPrice: 0.05 });
  expect([cheap.outcome, cheap.options[0]!.arm]).toEqual(['chosen', 'fast']);
});

test('beyond the ladder money is a bound, and nothing is chosen that the bound does not show', () => {
  const panel = study({ best: { 50: 0.55, 100: 0.75, 200: 0.8 } });
  const shown = chosen(panel, { labels: 100 });
  // Scratch needs more than 800: more than 700 · 0.2 − 2 = 138.
  expect(shown.outcome).toBe('chosen');
  expect(shown.options[0]!.gain).toMatchObject({ bound: '>', highOpen: true });
  expect(shown.options[0]!.gain!.value).toBeCloseTo(138, 6);
  expect(shown.options[0]!.breakEven).toMatchObject({ bound: '<', lowOpen: true });
  const open = chosen(panel, { labels: 100, hours: () => 400 });
  expect(open).toMatchObject({ outcome: 'open', because: 'beyond', expectedLoss: null });
});

test('an arm outside its budgets or at chance is left out, and with none nothing is said', () => {
  const panel = study({ one: ONE, long: { 100: 0.5, 400: 0.7 } });
  const { leftOut, options } = chosen(panel, { labels: 300 });
  expect(leftOut).toEqual([{ arm: 'one', reason: 'outside' }]);
  expect(options.map(({ arm }) => arm)).toContain('long');
  expect(chosen(panel, { labels: 1000 })).toMatchObject({ outcome: 'open', because: 'left out' });
  expect(chosen(panel, { chance: 0.52 }).leftOut).toContainEqual({
    arm: 'one',
    reason: 'at chance',
  });
});

test('where nothing ran twice, or hours are unknown, it cannot be told', () => {
  const once = study({ one: ONE });
  const first = (list: readonly PanelRun[]) => list.filter(({ seed }) => seed === 0);
  const panel = {
    ...once,
    scratch: first(once.scratch),
    arms: once.arms.map((arm) => ({ ...arm, runs: first(arm.runs) })),
  };
  expect(chosen(panel)).toMatchObject({ outcome: 'open', because: 'no spread' });
  const unknown = chosen(study({ one: ONE }), { hours: () => null });
  expect(unknown).toMatchObject({ outcome: 'open', because: 'hours' });
  expect(unknown.options.find(({ arm }) => arm === 'one')).toMatchObject({
    gain: null,
    cost: null,
  });
  // Without a price of an hour its number does not matter.
  expect(chosen(study({ one: ONE }), { hours: () => null, hourPrice: 0 }).outcome).toBe('chosen');
});

test('without a price of a label the arm that needs the fewest is chosen, with a price in hours', () => {
  const { outcome, options } = chosen(study({ one: ONE }), { labelPrice: null, hourPrice: 0 });
  expect([outcome, options[0]!.arm]).toEqual(['chosen', 'one']);
  expect(options[0]!.breakEven!.value).toBeCloseTo(4 / 100, 6);
});

test('noise leaves it open', () => {
  const { outcome, because, expectedLoss } = chosen(
    study({ one: { 50: 0.32, 100: 0.42, 200: 0.51 } }, 0.08),
  );
  expect([outcome, because]).toEqual(['open', 'noise']);
  expect(expectedLoss).toBeGreaterThan(0);
});

test('with known savings the chosen option is the cheapest in 95 % of simulated studies', () => {
  const setting = { name: 'spec', seeds: 3, mean: 0.8, deviation: 0.6 };
  const { chosen: made, chosenRight } = simulateChoices(setting, { repetitions: 50, draws: 400 });
  expect(made).toBeGreaterThan(12);
  expect(chosenRight / made).toBeGreaterThanOrEqual(0.95);
});
