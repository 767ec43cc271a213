import { methodsOf } from '../naming';
import { gridFixture, singleFixture } from '../testing/fixture';
import type { Report } from '../report';
import { expectGolden } from '../testing/golden';
import { MANY_ARMS, manyArmsFixture } from '../testing/many-arms';
import type { KeyEntry } from './arm-key';
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
    expect((chart.spec['datasets'] as { numbers: unknown }).numbers).toMatchObject(chart.data);
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

describe('charts of more than six methods', () => {
  const drawn = (count: number) => {
    const report = manyArmsFixture(count);
    return [learningChart, utilityChart].map((make) =>
      make(report, report.panels[0]!, methodsOf(report)),
    );
  };
  const tablesOf = ({ spec }: (typeof charts)[number]) =>
    spec['datasets'] as { key?: KeyEntry[]; labels?: unknown[] };
  const [learning, utility] = drawn(MANY_ARMS.length);

  it('give no two methods the same colour and line, nor all three of colour, line and shape', () => {
    const names = Array.from({ length: 144 }, (_, at) => `method ${at}`);
    const styles = names.map(armStyles(names));
    const lines = styles.slice(0, 24).map(({ colour, dash }) => `${colour} ${dash.join()}`);
    expect(new Set(lines).size).toBe(24);
    expect(new Set(styles.slice(0, 12).map(({ shape }) => shape)).size).toBe(12);
    const all = styles.map(({ colour, dash, shape }) => `${colour} ${dash.join()} ${shape}`);
    expect(new Set(all).size).toBe(144);
  });

  it.each([
    [learning!, ['scratch', ...MANY_ARMS]],
    [utility!, [...MANY_ARMS]],
  ])('name every arm once, in a key below the plot: $name', async (chart, arms) => {
    const { key, labels } = tablesOf(chart);
    expect(labels).toBeUndefined();
    expect(key!.map(({ arm, label }) => [arm, label])).toEqual(arms.map((arm) => [arm, arm]));
    const svg = await renderSvg(chart);
    const [, width, height] = / width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect(width).toBeLessThanOrEqual(390);
    for (const one of key!) {
      expect(one.keyY).toBeGreaterThan(Number(chart.spec['height']) + 48);
      expect(one.keyY).toBeLessThan(height! - 6);
      const end = one.keyText + textWidth(one.label, 12);
      const sameRow = key!.filter(
        ({ keyY, keyFrom }) => keyY === one.keyY && keyFrom > one.keyFrom,
      );
      expect(Math.min(width! - 40, ...sameRow.map(({ keyFrom }) => keyFrom))).toBeGreaterThan(end);
    }
    arms.forEach((arm) => expect(svg).toContain(`>${arm}</text>`));
    for (const { dash } of arms.map(armStyles(MANY_ARMS))) {
      if (dash.length > 0) expect(svg).toContain(`stroke-dasharray="${dash.join(',')}"`);
    }
  });

  it('shorten a name that is wider than the chart', () => {
    const report = manyArmsFixture(7);
    const [panel] = report.panels;
    const name = 'a name of a method that is far longer than a chart is wide, and goes on';
    const comparisons = panel!.comparisons.map((one, at) =>
      at === 0 ? { ...one, method: name, curve: { ...one.curve, arm: name } } : one,
    );
    const { key } = tablesOf(learningChart(report, { ...panel!, comparisons }, [name, 'simclr']));
    const entry = key!.find(({ arm }) => arm === name)!;
    expect(entry.label).toMatch(/^a name of a method.*…$/);
    expect(new Set(key!.map(({ keyFrom }) => keyFrom)).size).toBe(1);
  });

  it('keep the marks of a budget inside the plot, and away from those of the next one', () => {
    const factor = Number(/pow\(([\d.]+), /.exec(JSON.stringify(utility!.spec))![1]);
    const half = factor ** ((MANY_ARMS.length - 1) / 2);
    expect(half).toBeLessThan(1.25);
    expect(half).toBeLessThan(2 / half);
    expect(factor).toBeGreaterThan(1.02);
  });

  it('with six methods every name stands at the end of its line, and every mark is seen', async () => {
    for (const chart of drawn(6)) {
      expect(tablesOf(chart).key).toBeUndefined();
      expect(tablesOf(chart).labels!.length).toBeGreaterThanOrEqual(6);
      expect(chart.spec).toMatchObject({ width: 240, height: 200 });
      expect(JSON.stringify(chart.spec)).not.toContain('"strokeDash":{"field"');
    }
    const names = MANY_ARMS.slice(0, 6);
    for (const { shape, colour } of names.map(armStyles(names))) {
      // A shape that is one line has no area, so that it would not be seen where it is filled.
      expect(shape).not.toBe('stroke');
      expect(await renderSvg(drawn(6)[0]!)).toContain(`fill="${colour}"`);
    }
  });
});

describe('a method of any name', () => {
  const called = (name: string): Report => {
    const [panel] = singleFixture.panels;
    const comparisons = panel!.comparisons.map((one) => ({
      ...{ ...one, method: name, curve: { ...one.curve, arm: name } },
    }));
    return { ...singleFixture, panels: [{ ...panel!, comparisons }] };
  };
  const marksOf = async (name: string): Promise<number[]> => {
    const report = called(name);
    const drawn = [learningChart, utilityChart].map((make) =>
      renderSvg(make(report, report.panels[0]!, [name])),
    );
    return (await Promise.all(drawn)).map((svg) => svg.match(/<path/g)!.length);
  };

  it.each([
    ...['constructor', 'toString', '__proto__', 'hasOwnProperty', 'datum.n', 'a[0]', "it's"],
    ...['say "x"', 'back\\slash', 'one\u2028two', '<b>&amp;', 'null', '0', '2026-01-01'],
  ])('has all of its marks: %s', async (name) => {
    expect(await marksOf(name)).toEqual(await marksOf('rotation'));
  });
});
