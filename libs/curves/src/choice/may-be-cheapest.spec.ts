import { stream } from '@nhat/random';
import type { Panel, PanelRun } from '../panel/panel';
import { studySpread } from '../panel/spread';
import { labelChoice } from './label-choice';
import type { LabelChoice, LabelChoiceOptions } from './label-choice';
import { mayBeCheapest } from './may-be-cheapest';

const BUDGETS = [50, 100, 200, 400, 800];

/** Three runs at each budget, 0.03 apart; 0.1 is one doubling of the labels. */
const runs = (doublings: number, budgets: readonly number[]): PanelRun[] =>
  budgets.flatMap((n) =>
    [-0.03, 0, 0.03].map((noise, seed) => ({
      ...{
        n,
        seed,
        network: `${seed}`,
        value: noise + 0.3 + 0.1 * (Math.log2(n / 50) + doublings),
      },
    })),
  );

const choiceOf = (
  arms: Record<string, number>,
  options: Partial<LabelChoiceOptions> = {},
  budgets: Record<string, readonly number[]> = {},
): LabelChoice => {
  const panel: Panel = {
    name: 'shapes',
    scratch: runs(0, BUDGETS).map((run) => ({ ...run, network: null })),
    arms: Object.entries(arms).map(([name, more]) => ({
      name,
      runs: runs(more, budgets[name] ?? BUDGETS.slice(1, 4)),
    })),
  };
  return labelChoice(panel, studySpread([panel])[0]!, {
    ...{ labels: 200, labelPrice: 1, hourPrice: 0, hours: () => 0 },
    ...{ coverage: 0.95, chance: null, draws: 400, stream: stream(1), bend: 0 },
    ...options,
  });
};

describe('an arm whose further runs may change the choice', () => {
  it('is one of those that draw by draw are the cheapest', () => {
    const choice = choiceOf({ one: 0.5, other: 0.5 });
    expect(choice.outcome).toBe('open');
    expect(['one', 'other'].map((arm) => mayBeCheapest(choice, arm))).toEqual([true, true]);
  });

  it('is none that costs labels over its whole interval', () => {
    const choice = choiceOf({ one: 0, worse: -1.5 });
    expect(choice.options.find(({ arm }) => arm === 'worse')!.gain!.high).toBeLessThan(0);
    expect(['one', 'worse'].map((arm) => mayBeCheapest(choice, arm))).toEqual([true, false]);
  });

  it('is none that saves labels where two others save far more', () => {
    const choice = choiceOf({ one: 1.5, other: 1.5, less: 0.4 });
    expect(choice.because).toBe('noise');
    expect(['one', 'other', 'less'].map((arm) => mayBeCheapest(choice, arm))).toEqual([
      ...[true, true, false],
    ]);
  });

  it('is none that cannot be read at these labels', () => {
    const choice = choiceOf({ one: 0.5, short: 0.5 }, {}, { short: [50, 100] });
    expect(choice.leftOut).toEqual([{ arm: 'short', reason: 'outside' }]);
    expect(['one', 'short'].map((arm) => mayBeCheapest(choice, arm))).toEqual([true, false]);
  });

  it('is every arm where none can be read, and where hours are not known', () => {
    const outside = choiceOf({ one: 0.5 }, { labels: 5000 });
    expect([outside.options, mayBeCheapest(outside, 'one')]).toEqual([[], true]);
    const without = choiceOf(
      { one: 1.5, less: 0.4 },
      {
        hourPrice: 1,
        hours: () => null,
      },
    );
    expect(without.because).toBe('hours');
    expect(['one', 'less'].map((arm) => mayBeCheapest(without, arm))).toEqual([true, true]);
  });
});
