import { page } from './page/page';
import { results } from './page/results';
import type { Comparison } from './report';
import { terminalTable } from './terminal-table';
import { gridFixture, singleFixture } from './testing/fixture';
import { expectGolden } from './testing/golden';

const visible = (line: string) => line.replace(/\p{M}/gu, '');

it('looks like its golden; if the change is right, put the -changed file in its place', () => {
  expectGolden('test-fixture.txt', terminalTable(gridFixture));
});

it('fits 80 columns and is aligned', () => {
  const lines = terminalTable(gridFixture).split('\n').map(visible);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  const rows = lines.filter((line) => /^ +(labels|[\d,]+) /.test(line));
  expect(rows).toHaveLength(20);
  expect(new Set(rows.map((line) => line.length)).size).toBe(1);
});

it('folds what a long name makes longer than 80 columns', () => {
  const [first, ...panels] = gridFixture.panels;
  const backbone = 'resnet9 (width 0.25, scratch trained 2 times as long)';
  const long = { ...first!, backbone, precisions: ['bfloat16', 'float32'] };
  const lines = terminalTable({ ...gridFixture, panels: [long, ...panels] }).split('\n');
  expect(Math.max(...lines.map((line) => visible(line).length))).toBeLessThanOrEqual(80);
  const at = lines.findIndex((line) => line.includes('scratch trained'));
  const title = `shapes-tcvl · ${backbone} · classification · accuracy`;
  expect(`${lines[at]!} ${lines[at + 1]!.trim()}`).toBe(title);
  expect(lines[at + 1]).toMatch(/^ {2}\S/);
});

it('explains only the marks that occur in it', () => {
  const notes = terminalTable(singleFixture).trimEnd().split('\n').slice(-1);
  expect(notes).toEqual(['> <   beyond the curve from scratch: only a bound is known']);
});

it('explains an interval beside a dash, which spans too much for a number', () => {
  const [panel] = singleFixture.panels;
  const comparisons = panel!.comparisons.map((one) => ({
    ...one,
    points: one.points.map((point) => ({ ...point, kind: 'wide' as const, utility: null })),
  }));
  const table = terminalTable({ ...singleFixture, panels: [{ ...panel!, comparisons }] });
  expect(table).toMatch(/ – +\S+ to \S+ +\d\n/);
  expect(table).toContain('it spans more than two doublings, so no U is stated');
});

describe('what not fitted means', () => {
  const [panel] = singleFixture.panels;
  const [comparison] = panel!.comparisons;
  const { curve, points } = comparison!;
  const refused = points.map((point) => ({
    ...point,
    ...{ kind: 'not fitted' as const, nHat: null, utility: null, low: null, high: null },
    verdict: null,
  }));
  const unfitted = {
    ...curve,
    points: curve.points.map((point) => ({
      ...point,
      runs: point.runs.map((run) => ({ ...run, fitted: false })),
    })),
  };
  const networks = { ...comparison!, curve: unfitted, points: refused };
  const heads = {
    ...networks,
    ...{ method: 'rotation, linear', evaluation: 'linear' },
    origins: comparison!.origins.map((run) => ({ ...run, imagesSeen: null })),
  };
  const reportOf = (...comparisons: Comparison[]) => ({
    ...singleFixture,
    panels: [{ ...panel!, comparisons }],
  });
  const BRIEFLY = 'trained too briefly';
  const OPTIMUM = 'the fit of a linear head ended before its optimum';

  it.each([
    ['networks', reportOf(networks), [BRIEFLY], [OPTIMUM]],
    ['linear heads, which have no training', reportOf(heads), [OPTIMUM], [BRIEFLY]],
    ['both', reportOf(networks, heads), [BRIEFLY, OPTIMUM], []],
    // A head at its optimum rests on scratch.
    [
      'scratch beside a head',
      reportOf({ ...heads, curve: comparison!.curve }),
      [BRIEFLY],
      [OPTIMUM],
    ],
  ])('is said of %s, in the terminal and on the page', (_, report, said, unsaid) => {
    const shown = page(report, { drawn: [] }, [results]);
    const note = shown.slice(shown.indexOf('<em>Not fitted</em>')).replace(/\s+/g, ' ');
    for (const text of [terminalTable(report), note]) {
      for (const words of said) expect(text).toContain(words);
      for (const words of unsaid) expect(text).not.toContain(words);
    }
    expect(
      Math.max(
        ...terminalTable(report)
          .split('\n')
          .map((line) => visible(line).length),
      ),
    ).toBeLessThanOrEqual(80);
  });
});
