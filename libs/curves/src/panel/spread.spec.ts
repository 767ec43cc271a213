import type { Panel, PanelRun } from './panel';
import { studySpread } from './spread';

const cell = (n: number, values: number[], network: (seed: number) => string | null): PanelRun[] =>
  values.map((value, seed) => ({ n, seed, value, network: network(seed) }));
const none = () => null;
/** Scratch has a variance of 2 at one budget and finetuned runs one of 8, with three seeds each. */
const panel: Panel = {
  name: 'panel',
  scratch: cell(100, [0, Math.SQRT2, -Math.SQRT2], none),
  arms: [{ name: 'arm', runs: cell(100, [0, Math.sqrt(8), -Math.sqrt(8)], (seed) => `${seed}`) }],
};

it('keeps the kinds of run apart but for a loan of two degrees of freedom', () => {
  const { scratch, finetuned } = studySpread([panel])[0]!;
  const at100 = ({ v0, v1 }: { v0: number; v1: number }) => v0 + v1 / 100;
  expect(at100(scratch!)).toBeCloseTo((2 * 2 + 2 * 8) / 4, 9);
  expect(at100(finetuned.own!)).toBeCloseTo((2 * 8 + 2 * 2) / 4, 9);
  expect([scratch!.df, finetuned.own!.df]).toEqual([4, 4]);
  expect(finetuned.nested).toBeNull();
});

it('networks with several seeds each: the spread of a run is that within a network', () => {
  const runs = cell(100, [0, 2, 10, 12], (seed) => (seed < 2 ? 'a' : 'b'));
  const [spread] = studySpread([
    { ...panel, scratch: cell(100, [0], none), arms: [{ name: 'arm', runs }] },
  ]);
  expect(spread!.scratch).toBeNull();
  const { v0, v1, df } = spread!.finetuned.nested!;
  expect(v0 + v1 / 100).toBeCloseTo(2, 9);
  expect(df).toBe(2);
  // (100 − 2) / 2 with one degree of freedom.
  expect(spread!.network).toEqual({ variance: 49, df: 1 });
});

it('pools correlations and networks over the panels of a study, not variances', () => {
  const quiet: Panel = { ...panel, name: 'quiet', scratch: cell(100, [0, 0, 0], none), arms: [] };
  const [first, second] = studySpread([panel, quiet]);
  expect(second!.scratch).toMatchObject({ v0: 0, v1: 0 });
  expect(first!.scratch).toEqual(studySpread([panel])[0]!.scratch);
  expect(second!.correlation).toBe(first!.correlation);
});
