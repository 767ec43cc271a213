import { compareResults } from './compare-results';
import { comparisonText, differenceText, isUnchanged, meanChangeText } from './comparison-text';
import type { KeptPanel, KeptResult, KeptRun } from './kept-result';
import { sinceLastRun } from './page/since-last-run';
import { keptResult } from './result-of-report';
import { singleFixture } from './testing/fixture';

/** Runs whose values are a line in log n, with a little that depends on the seed; `tag` names the trainings. */
const runs = (
  budgets: readonly number[],
  level: number,
  tag: string,
  networks = false,
): KeptRun[] =>
  budgets.flatMap((n) =>
    [0, 1, 2].map((seed) => ({
      ...{ n, seed, fitted: true, pretraining: networks ? seed : null },
      value: level + 0.1 * Math.log2(n / 25) + 0.004 * Math.sin(7 * n + 5 * seed + tag.length),
      result: `${tag} ${n} ${seed}`,
    })),
  );

const SCRATCH = [25, 50, 100, 200, 400];
const arm = (method: string, level: number, tag = method, budgets = [50, 100]) => ({
  ...{ method, evaluation: 'finetune', runs: runs(budgets, level, tag, true) },
  utilities: budgets.map((n) => {
    const utility = 2 ** ((level - 0.2) / 0.1) - 1;
    return { n, kind: 'number' as const, status: 'exact' as const, utility };
  }),
});
const panel = (arms: KeptPanel['arms'], scratch = runs(SCRATCH, 0.2, 'scratch')): KeptPanel => ({
  ...{ dataset: 'shapes-tc', backbone: 'resnet9', task: 'classification' },
  ...{ backboneOptions: { width: 0.25 }, metric: 'accuracy', higherIsBetter: true },
  ...{ scratch, arms },
});
const result = (panels: KeptPanel[], options = {}): KeptResult => ({
  ...{ format: 1, pipeline: 'study', date: '2026-11-26T10:00:00.000Z', commit: null },
  ...{ changed: false, coverage: 0.95, options, panels },
});
const statesOf = (rows: readonly { state: string }[]) => rows.map(({ state }) => state);

describe('two results', () => {
  const base = result([panel([arm('rotation', 0.3)])], { training: { peakRate: 0.003 } });

  it('of the same trainings: nothing moved', () => {
    const comparison = compareResults(base, structuredClone(base));
    expect(isUnchanged(comparison)).toBe(true);
    expect(statesOf(comparison.utilities)).toEqual(['same', 'same']);
    expect(statesOf(comparison.means)).toEqual(Array(7).fill('same'));
    expect(comparisonText(comparison, 0.95)).toContain('Nothing differs');
  });

  it('with one option changed that doubles n̂: the option, the utilities and the means of the arm', () => {
    const after = result([panel([arm('rotation', 0.4, 'retrained')])], {
      training: { peakRate: 0.001 },
    });
    const { options, utilities, means, onlyBefore, onlyAfter } = compareResults(base, after);
    expect(options).toEqual([{ name: 'training › peakRate', before: '0.003', after: '0.001' }]);
    expect(statesOf(utilities)).toEqual(['moved', 'moved']);
    expect(utilities[0]!.difference!.estimate).toBeCloseTo(1, 0);
    const ofArm = means.filter((row) => row.arm === 'rotation');
    expect(statesOf(ofArm)).toEqual(['moved', 'moved']);
    expect(statesOf(means.filter((row) => row.arm === 'scratch'))).toEqual(Array(5).fill('same'));
    expect([onlyBefore, onlyAfter]).toEqual([[], []]);
  });

  it('with other trainings of the same: within the intervals', () => {
    const after = result([
      panel([arm('rotation', 0.3, 'again')], runs(SCRATCH, 0.2, 'scratch again')),
    ]);
    const { utilities, means } = compareResults({ ...base, options: {} }, after);
    expect(statesOf([...utilities, ...means])).toEqual(Array(9).fill('within'));
  });

  it('with a budget added: its rows, and no mean moved', () => {
    const after = result([panel([arm('rotation', 0.3, 'rotation', [50, 100, 200])])]);
    const { onlyBefore, onlyAfter, means, utilities } = compareResults(base, after);
    expect(onlyBefore).toEqual([]);
    expect(onlyAfter).toEqual(['shapes-tc · resnet9 · classification · rotation · n = 200']);
    expect(statesOf([...utilities, ...means])).toEqual(Array(9).fill('same'));
  });

  it('with another method: rows of either, and nothing of the first', () => {
    const after = result([panel([arm('rotation', 0.3), arm('simclr', 0.35)])]);
    const { onlyAfter, utilities } = compareResults(base, after);
    expect(onlyAfter).toEqual(
      [50, 100].map((n) => `shapes-tc · resnet9 · classification · simclr · n = ${n}`),
    );
    expect(utilities.filter(({ state }) => state === 'moved')).toEqual([]);
  });

  it('whose networks have other names because one has more of them: matched by their options', () => {
    const named = { ...panel([arm('rotation', 0.3)]), backbone: 'resnet9 (width 0.25)' };
    const wider = { ...named, backbone: 'resnet9 (width 0.5)', backboneOptions: { width: 0.5 } };
    const { utilities, onlyBefore, onlyAfter } = compareResults(base, result([named, wider]));
    expect(statesOf(utilities)).toEqual(['same', 'same']);
    expect(onlyBefore).toEqual([]);
    expect(onlyAfter.every((name) => name.includes('width 0.5'))).toBe(true);
  });

  it('of other images: which dataset, how many of each part, and that numbers are of other test images', () => {
    const photos = (all: string, test: string, train: number) => ({
      ...base,
      datasets: [
        { name: 'photos', counts: { train, validation: 8, test: 40 }, images: { all, test } },
      ],
    });
    const textOf = (after: KeptResult) =>
      comparisonText(compareResults(photos('a', 'a', 90), after), 0.95).replace(/\s+/g, ' ');
    expect(textOf(photos('b', 'b', 96))).toContain(
      'Images: photos has other images (90 → 96 for training, 8 for validation, 40 for testing). Its numbers are of other test images',
    );
    expect(textOf(photos('b', 'a', 96))).toContain('its test images are the same');
    expect(textOf(photos('a', 'a', 90))).toContain('Nothing differs');
    const moved = result([panel([arm('rotation', 0.4, 'again')])]);
    expect(textOf(moved)).toContain('Images: unknown of an older result');
  });

  it('of one seed: not comparable, and that is said', () => {
    const single = (one: KeptPanel): KeptPanel => ({
      ...one,
      scratch: one.scratch.filter(({ seed }) => seed === 0),
      arms: one.arms.map((a) => ({ ...a, runs: a.runs.filter(({ seed }) => seed === 0) })),
    });
    const [before, after] = ['rotation', 'again'].map((tag) =>
      result([single(panel([arm('rotation', 0.3, tag)]))]),
    );
    const comparison = compareResults(before!, after!);
    expect(statesOf(comparison.utilities)).toEqual(['unknown', 'unknown']);
    expect(comparisonText(comparison, 0.95)).toContain('2 not comparable');
  });

  it.each([
    ['share', '20.0 % → 30.0 %', '+10.0'],
    ['scene units', '0.200 → 0.300', '+0.100'],
  ])(
    'of a metric whose unit is %s: its means in that unit, whatever its name',
    (unit, change, difference) => {
      const of = (level: number): KeptResult => {
        const named = { ...panel([arm('rotation', 0.3)], []), metric: 'majority' };
        const runsAt = (tag: string) =>
          runs([25], level, tag).map((run) => ({ ...run, value: level + 0.001 * (run.seed - 1) }));
        return {
          ...result([{ ...named, scratch: runsAt(`at ${level}`) }]),
          units: { majority: unit },
        };
      };
      const { means } = compareResults(of(0.2), of(0.3));
      const [row] = means.filter(({ arm: name }) => name === 'scratch');
      expect(meanChangeText(row!)).toBe(change);
      expect(differenceText(row!)).toContain(`${difference} (`);
    },
  );
});

describe('since the last run', () => {
  const now = keptResult(singleFixture, '2026-11-26T10:00:00.000Z');
  const shown = (earlier: KeptResult | undefined) =>
    sinceLastRun.render({ ...singleFixture, ...(earlier && { earlier }) }, { drawn: [] })?.text;

  it('is absent without an earlier result, and where nothing changed', () => {
    expect(shown(undefined)).toBeUndefined();
    expect(shown(now)).toBeUndefined();
  });

  const photos = (digest: string) => [
    {
      ...{ name: 'photos', counts: { train: 90, validation: 8, test: 40 } },
      images: { all: digest, test: digest },
    },
  ];

  it('says first that the images of a dataset are others', () => {
    const report = {
      ...{ ...singleFixture, earlier: { ...now, datasets: photos('before') } },
      datasets: [{ ...singleFixture.datasets[0]!, ...photos('now')[0]! }],
    };
    const text = sinceLastRun.render(report, { drawn: [] })!.text;
    expect(text).toMatch(/<strong>Images: photos has other images .*other test images/s);
  });

  it('has a table of the utilities that changed, and the options', () => {
    const [first, ...panels] = structuredClone(now.panels);
    const arms = first!.arms.map((one) => ({
      ...one,
      runs: one.runs.map((run) => ({
        ...run,
        value: run.value - 0.1,
        result: `old ${run.result}`,
      })),
    }));
    const earlier = { ...now, panels: [{ ...first!, arms }, ...panels] };
    expect(earlier.units).toEqual({ accuracy: 'share' });
    const text = shown(earlier)!;
    expect(text.match(/<tr/g)!.length).toBeGreaterThan(2);
    expect(text).toContain('npx nx compare');
  });
});
