import { methodsOf } from '../naming';
import { gridFixture, singleFixture } from '../testing/fixture';
import { expectGolden } from '../testing/golden';
import { learningChart } from './learning-chart';
import { renderSvg } from './render-svg';
import { textWidth } from './text-width';
import { armStyles, colours, darkColours } from './theme';
import { utilityChart } from './utility-chart';

const methods = methodsOf(gridFixture);
const charts = gridFixture.panels.flatMap((panel) =>
  [learningChart, utilityChart].map((make) => make(gridFixture, panel, methods)),
);

describe.each(charts)('$name', (chart) => {
  it('looks like its golden; if the change is right, put the -changed file in its place', async () => {
    expectGolden(`${chart.name}.svg`, await renderSvg(chart));
  });

  it('contains all numbers in its data, under unique names', () => {
    expect(chart.data.length).toBeGreaterThan(0);
    expect((chart.spec['datasets'] as { numbers: unknown }).numbers).toEqual(chart.data);
    expect(JSON.parse(JSON.stringify(chart.spec))).toEqual(chart.spec);
  });
});

it('gives the same bytes independent of earlier charts', async () => {
  const [first, second] = charts;
  const before = await renderSvg(first!);
  await Promise.all([renderSvg(second!), renderSvg(first!)]);
  expect(await renderSvg(first!)).toBe(before);
});

it('shows every seed, every mean, and a band only where runs repeat', () => {
  const chart = learningChart(singleFixture, singleFixture.panels[0]!, ['rotation']);
  const of = (kind: string) => chart.data.filter((datum) => datum['kind'] === kind);
  const runs = singleFixture.panels[0]!.scratch.points.flatMap((point) => point.runs).length;
  const runCount = singleFixture.panels[0]!.comparisons[0]!.curve.points.flatMap(
    (point) => point.runs,
  ).length;
  expect(of('run')).toHaveLength(runs + runCount);
  expect(of('mean')).toHaveLength(4 + 3);
  expect(of('mean').every(({ bandLow, bandHigh }) => bandLow! < bandHigh!)).toBe(true);
  const once = learningChart(gridFixture, gridFixture.panels[2]!, methods);
  expect(once.data.every(({ bandLow }) => bandLow === null)).toBe(true);
});

it('draws the power law only where it agrees, up to twice the labels', () => {
  const law = (at: number) =>
    learningChart(gridFixture, gridFixture.panels[at]!, methods).data.filter(
      ({ kind }) => kind === 'law',
    );
  expect(law(0)).toEqual([]);
  expect(learningChart(gridFixture, gridFixture.panels[0]!, methods).caption).toContain(
    'No power law',
  );
  expect(Math.max(...law(1).map(({ n }) => Number(n)))).toBeCloseTo(800, 6);
});

it('puts censored points on the edge of the curve from scratch', () => {
  const [once, pose] = [gridFixture.panels[2]!, gridFixture.panels[3]!];
  const high = utilityChart(gridFixture, once, methods).data.find(
    (d) => d['status'] === 'censored-high',
  );
  expect(high).toMatchObject({ n: 200, ratio: 1, text: '> 0.00' });
  const low = utilityChart(gridFixture, pose, methods).data.find(
    (d) => d['status'] === 'censored-low',
  );
  expect(low).toMatchObject({ method: 'simclr', n: 100, ratio: 1, text: '< 0.00' });
});

const luminance = (colour: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

it('colours have contrast on paper, on grey and in the dark (WCAG: text 4.5, marks 3)', () => {
  const dark = new Map(darkColours);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const marks = names.map(armStyles(names)).map(({ colour }) => colour);
  for (const mark of [...marks, colours.scratch.light]) {
    expect(contrast(mark, colours.zone.light)).toBeGreaterThan(3);
    expect(contrast(dark.get(mark)!, colours.zone.dark)).toBeGreaterThan(3);
  }
  for (const text of [colours.ink, colours.muted]) {
    expect(contrast(text.light, colours.paper.light)).toBeGreaterThan(4.5);
    expect(contrast(text.dark, colours.paper.dark)).toBeGreaterThan(4.5);
  }
  const shapes = ['scratch', ...names].map((arm) => armStyles(names)(arm).shape);
  expect(new Set(shapes).size).toBe(shapes.length);
});

it('measures text like a sans-serif font', () => {
  // Helvetica: advance widths from its metrics file, 12 px.
  const helvetica = { scratch: 38.7, rotation: 41.4, '1,600': 30.0, '100%': 30.7 };
  for (const [text, width] of Object.entries(helvetica)) {
    expect(Math.abs(textWidth(text, 12) / width - 1)).toBeLessThan(0.12);
  }
});
