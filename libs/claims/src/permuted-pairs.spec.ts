import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { permutationTest } from './permuted-pairs';
import type { PairLayout } from './permuted-pairs';
import { seventeenPairs as pairs, twelveDatasets as datasets } from './testing/twelve-datasets';

const layout = (methods: number): PairLayout => ({
  ...{ factors: pairs.map(({ factor }) => factor), datasets: pairs.map(({ names }) => names) },
  methods,
});

/** Effects of a study in which method `m` gains `gains[m]` of each letter, and every dataset and method has an error. */
function study(gains: readonly number[], random: Stream, noise = () => 0.3): number[][] {
  const values = new Map(
    datasets.map((name) => [
      name,
      gains.map((gain) => gain * name.length + noise() * random.normal()),
    ]),
  );
  return pairs.map(({ names: [without, other] }) =>
    gains.map((_, method) => values.get(other)![method]! - values.get(without)![method]!),
  );
}

const shareShown = (
  test: (values: number[][]) => number,
  studies: number,
  gains: readonly number[],
): number => {
  const random = stream('studies of factors').fork(gains.join(' '));
  const shown = Array.from({ length: studies }, () => test(study(gains, random)) < 0.05);
  return shown.filter(Boolean).length / studies;
};

describe('permutations of methods in pairs that share datasets', () => {
  const settings = { permutations: 400, stream: stream('permutations') };
  const test = permutationTest(layout(2), settings);

  it('the twelve datasets have 17 pairs', () => {
    expect(pairs).toHaveLength(17);
  });

  it.each([
    ['two methods', [0, 0]],
    ['two methods that gain the same', [0.4, 0.4]],
    ['four methods', [0, 0, 0, 0]],
  ])('%s without differences are shown to differ in about 5 %% of studies', (_, gains) => {
    const one = gains.length === 2 ? test : permutationTest(layout(gains.length), settings);
    // 5 % and two and a half standard errors of 1,000 studies, and of as many by which the test is calibrated.
    expect(shareShown(one, 1000, gains)).toBeLessThan(0.075);
  });

  it('as if pairs shared nothing, more of them are', () => {
    const own = { ...layout(2), datasets: pairs.map((_, at) => [`${at}`, `${at}+`] as const) };
    expect(shareShown(permutationTest(own, settings), 1000, [0, 0])).toBeGreaterThan(0.075);
  });

  it('differences of 0.8 doublings a factor are shown in most studies', () => {
    expect(shareShown(test, 200, [0.6, -0.2])).toBeGreaterThan(0.8);
  });

  it('a p-value is that of the permutations where no pair shares a dataset', () => {
    const values = [
      [1, 0],
      [1, 0],
    ];
    const two = { factors: ['t', 't'], datasets: [['a', 'at'] as const, ['b', 'bt'] as const] };
    // Half of the four orders have both differences in one direction.
    const p = permutationTest({ ...two, methods: 2 }, { ...settings, permutations: 2000 })(values);
    expect(p).toBeCloseTo(0.5, 1);
  });
});
