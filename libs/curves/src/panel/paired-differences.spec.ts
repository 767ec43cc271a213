import { stream } from '@nhat/random';
import { simulatePanel } from '../testing/simulated-panel';
import type { PanelDesign, PanelTruth } from '../testing/simulated-panel';
import { contrast, differenceTerms } from './contrast';
import { designOf } from './networks';
import { pairedDifferences } from './paired-differences';
import type { MeasuredArm } from './paired-differences';
import type { Panel, PanelRun } from './panel';
import { panelDraws } from './panel-draws';
import { studySpread } from './spread';

const truth: PanelTruth = {
  name: 'panel',
  curve: (n) => 0.2 + 0.1 * Math.log2(n / 25),
  arms: { a: () => 1, b: () => 1 },
  ...{ scratch: [25, 50, 100, 200, 400], finetuned: [50, 100], noise: () => 0.02 },
};
const design: PanelDesign = { seeds: 3, networks: 3, between: 0, correlation: 0.5 };

/** `tag` names the trainings: equal tags are equal trainings. */
const named = (runs: readonly PanelRun[], tag: string) =>
  runs.map((run) => ({ ...run, result: `${tag} ${run.n} ${run.seed}` }));

function measured(panel: Panel, arm: string, tags: { scratch: string; arm: string }): MeasuredArm {
  const runs = panel.arms.find(({ name }) => name === arm)!;
  return {
    scratch: named(panel.scratch, tags.scratch),
    runs: named(runs.runs, tags.arm),
    ...{ spread: studySpread([panel])[0]!, design: designOf(runs) },
  };
}

const panelOf = (seed: number, over: Partial<PanelTruth> = {}) =>
  simulatePanel({ ...truth, ...over }, design, stream(seed, 'panel'));
const options = { draws: 400, coverage: 0.95, stream: stream(0, 'pair') };
const tags = { scratch: 's', arm: 'a' };

describe('the difference of two results', () => {
  it('is exactly 0 where they have the same trainings', () => {
    const one = measured(panelOf(1), 'a', tags);
    const { scratch, arm } = pairedDifferences(one, one, options)!;
    const all = [...scratch, ...arm].map(({ mean }) => mean);
    expect([...all, ...arm.map(({ utility }) => utility)]).toEqual(
      [...all, ...arm].map(() => ({ estimate: 0, low: 0, high: 0 })),
    );
  });

  it('has the error of the arms alone where they share scratch, as a contrast within one study', () => {
    const panel = panelOf(2);
    const before = measured(panel, 'a', tags);
    const after = measured(panel, 'b', { ...tags, arm: 'b' });
    const { arm } = pairedDifferences(before, after, options)!;
    const drawn = panelDraws(panel, studySpread([panel])[0]!, options)!;
    const [a, b] = drawn.arms.map(({ utilities }) => utilities[0]!);
    const expected = contrast(differenceTerms([[b!, a!]]), 0.95);
    const { estimate, low, high } = arm[0]!.utility!;
    expect(estimate).toBeCloseTo(expected.estimate, 6);
    expect((high - low) / (expected.high - expected.low)).toBeGreaterThan(0.75);
    expect((high - low) / (expected.high - expected.low)).toBeLessThan(1.33);
    const alone = pairedDifferences(
      before,
      measured(panel, 'b', { scratch: 'x', arm: 'b' }),
      options,
    )!;
    const width = ({ low: from, high: to }: { low: number; high: number }) => to - from;
    expect(width(alone.arm[0]!.utility!)).toBeGreaterThan(1.1 * (high - low));
  });

  it('holds 0 where nothing changed but the trainings, and finds a change that is large', () => {
    const studies = 40;
    let [held, found] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const before = measured(panelOf(10 + study), 'a', { scratch: 's', arm: 'a' });
      const same = measured(panelOf(1000 + study), 'a', { scratch: 't', arm: 'b' });
      const better = panelOf(2000 + study, { arms: { a: () => 3 } });
      const other = measured(better, 'a', { scratch: 'u', arm: 'c' });
      const at = (after: MeasuredArm) =>
        pairedDifferences(before, after, options)!.arm[0]!.utility!;
      const none = at(same);
      if (none.low <= 0 && none.high >= 0) held++;
      if (at(other).low > 0) found++;
    }
    expect(held / studies).toBeGreaterThan(0.88);
    expect(found / studies).toBeGreaterThan(0.7);
  });

  it('is 0 in every mean that an added budget leaves alone', () => {
    const panel = panelOf(3);
    const fewer = { ...panel, scratch: panel.scratch.filter(({ n }) => n !== 400) };
    const before = measured(fewer, 'a', tags);
    const after = measured(panel, 'a', tags);
    const { scratch, arm } = pairedDifferences(before, after, options)!;
    expect(scratch.map(({ n }) => n)).toEqual([25, 50, 100, 200]);
    const means = [...scratch, ...arm].map(({ mean }) => [mean.low, mean.high]);
    expect(means.flat().every((end) => Math.abs(end) < 1e-12)).toBe(true);
    const moved = arm.filter(({ utility }) => utility!.low > 0 || utility!.high < 0);
    expect(moved).toEqual([]);
  });

  it('is unknown where nothing ran twice', () => {
    const panel = simulatePanel(truth, { ...design, seeds: 1, networks: 1 }, stream(4, 'panel'));
    const one = measured(panel, 'a', tags);
    expect(pairedDifferences(one, one, options)).toBeNull();
  });
});
