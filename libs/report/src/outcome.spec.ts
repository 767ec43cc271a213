import { learningCurve } from '@nhat/curves';
import { learningChart } from './charts/learning-chart';
import { renderSvg } from './charts/render-svg';
import { utilityChart } from './charts/utility-chart';
import { lead } from './lead';
import type { Metric, Panel, Report } from './report';
import { reportFiles } from './report-files';
import { cells, utilityRows } from './rows';
import { terminalTable } from './terminal-table';
import { singleFixture } from './testing/fixture';
import { compared } from './testing/compared';
import { accuracy, rmse } from './testing/metrics';
import { elements, parseHtml, textOf } from './testing/parse-html';
import { leadText } from './testing/lead-text';

type Cells = Record<number, readonly [number, number]>;

interface Made {
  scratch: Cells;
  rotation: Cells;
  metric?: Metric;
  higherIsBetter?: boolean;
  chance?: number | null;
  fitted?: boolean;
  classes?: number;
}

/** A report of one comparison in which every cell has two runs. */
function reportOf(runs: Made): Report {
  const { metric = accuracy, higherIsBetter = true, chance = 0.1, fitted = true } = runs;
  const curve = (arm: string, cells: Cells, learned: boolean) =>
    learningCurve(
      arm,
      Object.entries(cells).flatMap(([n, values]) =>
        values.map((value, seed) => ({
          n: Number(n),
          seed,
          value,
          train: 1,
          fitted: learned,
          pretraining: arm === 'scratch' ? null : seed,
        })),
      ),
      higherIsBetter,
    );
  const scratch = curve('scratch', runs.scratch, true);
  const finetuned = curve('rotation', runs.rotation, fitted);
  const [base] = singleFixture.panels;
  const { scratchBand, arms } = compared(scratch, [finetuned], { chance });
  const panel: Panel = {
    ...{ ...base!, metric, chance, classes: runs.classes ?? 10, scratch },
    scratchBand,
    comparisons: [{ ...base!.comparisons[0]!, ...arms[0]!, pretrained: 2 }],
  };
  return { ...singleFixture, panels: [panel] };
}

const verdicts = (report: Report) => cells(report).map(({ outcome }) => outcome);
const strip = (text: string) => text.replace(/\s+/g, ' ');

const exactlyChance = reportOf({
  scratch: { 20: [0.1, 0.1], 50: [0.1, 0.1], 100: [0.1, 0.1] },
  rotation: { 20: [0.1, 0.1], 50: [0.1, 0.1] },
});

describe('networks at chance', () => {
  it('get no verdict and no number of labels, even if both arms are equal', async () => {
    expect(verdicts(exactlyChance)).toEqual(['at chance', 'at chance']);
    const table = terminalTable(exactlyChance);
    expect(table).toMatch(/ 50 +10\.0 % +10\.0 % +0\.0 +– +– +at chance +2/);
    expect(table).not.toMatch(/−0\.60|1\.50/);
    const said = leadText(lead(exactlyChance));
    expect(said).toContain('cannot be judged at 20 and 50 labels');
    const warning = lead(exactlyChance).notes.find(({ label }) => label === 'At chance')!;
    expect(warning.items).toHaveLength(verdicts(exactlyChance).length);
    expect(said).not.toMatch(/saves labels|did the work of/);
    const files = new Map(
      (await reportFiles(exactlyChance)).map(({ path, content }) => [path, content]),
    );
    const root = parseHtml(files.get('index.html')!);
    const [results] = elements(root).filter(({ attributes }) => attributes['id'] === 'results');
    const [, first] = elements(results!, 'tr');
    expect(strip(textOf(first!))).toContain('at chance');
    const heads = elements(elements(results!, 'tr')[0]!, 'th').map(textOf);
    const at = heads.findIndex((heading) => heading.startsWith('U'));
    expect(at).toBeGreaterThan(0);
    expect(textOf(elements(first!).filter(({ tag }) => tag === 'th' || tag === 'td')[at]!)).toBe(
      '–',
    );
  });

  it('are not the largest clear saving: 5.5 to 9.0 % with ten classes', () => {
    const poor = reportOf({
      scratch: { 20: [0.055, 0.056], 50: [0.095, 0.096], 100: [0.12, 0.121] },
      rotation: { 20: [0.09, 0.091], 50: [0.3, 0.301] },
    });
    expect(verdicts(poor)[0]).toBe('at chance');
    const [panel] = poor.panels;
    const twice = { ...poor, panels: [panel!, { ...panel!, dataset: 'other' }] };
    expect(leadText(lead(twice))).not.toMatch(/clear saving: .* 20 labels/);
    expect(lead(twice).headline).toContain('at chance');
  });

  it('affect only the cells whose n̂ is read there', () => {
    const rising = reportOf({
      scratch: { 20: [0.1, 0.11], 50: [0.3, 0.31], 100: [0.5, 0.51], 200: [0.7, 0.71] },
      rotation: { 20: [0.2, 0.21], 50: [0.55, 0.56] },
    });
    expect(verdicts(rising)).toEqual(['at chance', 'saves']);
    expect(verdicts(reportOf({ ...rungs, chance: null }))).toEqual(['saves']);
    expect(verdicts(reportOf({ ...rungs, chance: 0.1 }))).toEqual(['saves']);
  });

  it('are found for metrics where lower is better too', () => {
    const errors = { metric: rmse, higherIsBetter: false };
    const falling = {
      scratch: { 20: [0.5, 0.51], 50: [0.3, 0.31], 100: [0.2, 0.21] },
      rotation: { 20: [0.25, 0.26] },
    } satisfies Made;
    expect(verdicts(reportOf({ ...errors, ...falling, chance: 0.6 }))).toEqual(['saves']);
    expect(verdicts(reportOf({ ...errors, ...falling, chance: 0.25 }))).toEqual(['at chance']);
  });

  it('are compared by their mean where every budget has a single run', () => {
    const once = reportOf(rungs);
    const [panel] = once.panels;
    const cut = (curve: Panel['scratch']) =>
      learningCurve(
        curve.arm,
        curve.points.map(({ n, runs }) => ({ n, ...runs[0]! })),
        true,
      );
    const scratch = cut(panel!.scratch);
    const curves = panel!.comparisons.map(({ curve }) => cut(curve));
    const of = (chance: number) => {
      const { scratchBand, arms } = compared(scratch, curves, { chance });
      const comparisons = panel!.comparisons.map((base, at) => ({ ...base, ...arms[at]! }));
      return verdicts({
        ...once,
        panels: [{ ...panel!, scratch, scratchBand, comparisons, chance }],
      });
    };
    expect(of(0.1)).toEqual(['unknown']);
    expect(of(0.55)).toEqual(['at chance']);
  });
});

const rungs = {
  scratch: { 20: [0.3, 0.31], 50: [0.5, 0.51], 100: [0.7, 0.71] },
  rotation: { 20: [0.6, 0.61] },
} satisfies Made;

describe('runs that did not learn their own images', () => {
  it('give no verdict', () => {
    const report = reportOf({ ...rungs, fitted: false });
    expect(verdicts(report)).toEqual(['not fitted']);
    const hopeless = reportOf({ ...rungs, fitted: false, chance: 0.9 });
    expect(verdicts(hopeless)).toEqual(['not fitted']);
    expect(lead(hopeless).notes.map(({ label }) => label)).not.toContain('At chance');
    expect(lead(report).headline).toContain('cannot be judged at 20 labels');
    expect(lead(report).figures).toBe('');
    expect(terminalTable(report)).toMatch(/ – +– +not fitted +2\n/);
    expect(utilityRows(report)).toMatchObject([
      { kind: 'not fitted', nHat: null, utility: null, low: null, high: null, verdict: null },
    ]);
  });
});

describe('where scratch did not learn its own images, and the arm is a head that has no training of its own', () => {
  it('the reason names scratch and its budgets, and not the arm', () => {
    const report = reportOf({ ...rungs, fitted: false });
    const [panel] = report.panels;
    const withFitted = (curve: Panel['scratch'], fitted: boolean | null) => ({
      ...curve,
      points: curve.points.map((point) => ({
        ...point,
        runs: point.runs.map((run) => ({ ...run, fitted })),
      })),
    });
    const comparisons = panel!.comparisons.map((comparison) => ({
      ...comparison,
      curve: withFitted(comparison.curve, null),
    }));
    const scratch = withFitted(panel!.scratch, false);
    const { headline } = lead({ ...report, panels: [{ ...panel!, scratch, comparisons }] });
    expect(headline).toContain('(scratch at 20, 50 and 100 labels did not learn its own training');
    expect(lead(report).headline).toContain(
      'finetuned networks at 20 labels did not learn their own training images',
    );
    const trained = (curve: Panel['scratch']) => ({
      ...curve,
      points: curve.points.map((point) => ({
        ...point,
        runs: point.runs.map((run) => ({ ...run, train: 0.62 })),
      })),
    });
    const measured = panel!.comparisons.map((one) => ({ ...one, curve: trained(one.curve) }));
    const known = { ...report, panels: [{ ...panel!, fittedAt: 0.9, comparisons: measured }] };
    expect(lead(known).headline).toContain(
      'their own training images (down to 62.0 %; learned from 90.0 % on)',
    );
  });
});

describe('a flat scratch curve', () => {
  it('gives no verdict and no number of labels', () => {
    const report = reportOf({
      scratch: { 20: [0.5, 0.52], 50: [0.51, 0.5], 100: [0.5, 0.53] },
      rotation: { 20: [0.6, 0.61] },
    });
    expect(verdicts(report)).toEqual(['flat']);
    expect(terminalTable(report)).toMatch(/ – +– +flat /);
    expect(lead(report).figures).toBe('');
  });
});

describe('the line of chance', () => {
  it('is drawn and labelled inside or near the values, and is part of the numbers', async () => {
    const [panel] = exactlyChance.panels;
    const chart = learningChart(exactlyChance, panel!, ['rotation']);
    const rows = chart.data.filter(({ kind }) => kind === 'chance');
    expect(rows.map(({ n, value }) => [n, value])).toEqual([
      [20, 0.1],
      [100, 0.1],
    ]);
    const svg = await renderSvg(chart);
    expect(svg).toContain('>chance<');
    expect(svg).toContain('stroke-dasharray="2,3"');
    expect(chart.caption).toContain('chance');
  });

  it('is not drawn far from the values, nor where it is not known', async () => {
    const far = reportOf({ ...rungs, chance: 0.01 });
    const unknown = reportOf({ ...rungs, chance: null });
    for (const [report, count] of [
      [far, 2],
      [unknown, 0],
    ] as const) {
      const chart = learningChart(report, report.panels[0]!, ['rotation']);
      expect(chart.data.filter(({ kind }) => kind === 'chance')).toHaveLength(count);
      expect(await renderSvg(chart)).not.toContain('>chance<');
    }
  });
});

describe('fewer labels than classes', () => {
  it('are noted, for scratch and for finetuning', () => {
    const few = reportOf({ ...rungs, scratch: { 7: [0.2, 0.21], ...rungs.scratch }, classes: 10 });
    const [note] = lead(few).notes.filter(({ label }) => label === 'Few labels');
    expect(note!.text).toContain('at 7 labels 3 of the 10 classes');
    expect(leadText(lead(reportOf(rungs)))).not.toContain('Few labels');
  });

  it('are not noted for scenes, whose images have no single class', () => {
    const few = reportOf({ ...rungs, scratch: { 7: [0.2, 0.21], ...rungs.scratch } });
    const datasets = few.datasets.map((dataset) => ({ ...dataset, hasLabels: false }));
    expect(leadText(lead({ ...few, datasets }))).not.toContain('Few labels');
  });
});

describe('a utility chart', () => {
  const deep = reportOf({
    scratch: { 1: [0.3, 0.31], 2: [0.5, 0.51], 4: [0.6, 0.61], 9: [0.7, 0.71], 40: [0.9, 0.91] },
    rotation: { 1: [0.4, 0.41], 3: [0.5, 0.51], 40: [0.2, 0.21] },
    chance: null,
  });

  it('has every point and every label inside, also below 1/32', async () => {
    const chart = utilityChart(deep, deep.panels[0]!, ['rotation']);
    const svg = await renderSvg(chart);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    const [, left, top] = /translate\((\d+),(\d+)\)/.exec(svg)!.map(Number);
    const marks = [
      ...svg.matchAll(
        /(?:translate\(|\bx=")(-?[\d.]+)(?:,|" y=")(-?[\d.]+)\)?"[^>]*(?:stroke="#0067a5"|fill="#0067a5")/g,
      ),
    ].map(([, x, y]) => [Number(x), Number(y)]);
    expect(marks.length).toBeGreaterThanOrEqual(3);
    for (const [x, y] of marks) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x! + left!).toBeLessThan(width!);
      expect(y).toBeLessThan(270);
      expect(y! + top!).toBeLessThan(height!);
    }
    const [label] = [
      ...svg.matchAll(/<text x="[\d.]+" y="[\d.]+" text-anchor="(\w+)"[^>]*>&lt; −0\.97</g),
    ];
    expect(label![1]).toBe('end');
    expect(chart.data.map(({ n }) => n)).toEqual([1, 3, 40]);
  });

  it('keeps its data, and draws a cross where labels cannot be counted', async () => {
    const chart = utilityChart(exactlyChance, exactlyChance.panels[0]!, ['rotation']);
    expect(chart.data.map(({ verdict, read }) => [verdict, read])).toEqual([
      ['at chance', false],
      ['at chance', false],
    ]);
    expect(chart.caption).toContain('cross');
    const svg = await renderSvg(chart);
    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('−0.60');
  });
});
