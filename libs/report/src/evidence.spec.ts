import { compareCurves, isotonicReading, learningCurve, paperReading } from '@nhat/curves';
import { stream } from '@nhat/random';
import { learningChart } from './charts/learning-chart';
import { utilityChart } from './charts/utility-chart';
import { lead, leadText } from './lead';
import { intervalText, nHatText, utilityText } from './point-text';
import { reportFiles } from './report-files';
import type { Panel, Report } from './report';
import { cells } from './rows';
import { terminalTable } from './terminal-table';
import { singleFixture } from './testing/fixture';
import { accuracy } from './testing/metrics';

type Arm = Record<number, number[]>;
const readings = { isotonic: isotonicReading, paper: paperReading };

/** A report on one comparison of these runs. */
function study(
  scratchRuns: Arm,
  methodRuns: Arm,
  {
    inversion = 'isotonic',
    pretrained = 9,
  }: { inversion?: 'isotonic' | 'paper'; pretrained?: number } = {},
): Report {
  const curve = (arm: string, runs: Arm) =>
    learningCurve(
      arm,
      Object.entries(runs).flatMap(([n, values]) =>
        values.map((value, seed) => ({ n: Number(n), seed, value, train: 1, fitted: true, pretraining: null })),
      ),
      true,
    );
  const [scratch, finetuned] = [curve('scratch', scratchRuns), curve('rotation', methodRuns)];
  const points = compareCurves(scratch, finetuned, {
    ...{ reading: readings[inversion], coverage: 0.95, draws: 400, stream: stream(0) },
  });
  const panel: Panel = {
    ...{ dataset: 'shapes-t', backbone: 'resnet9', task: 'classification', metric: accuracy },
    ...{ scratch, precisions: ['float32'], backboneOptions: {}, chance: null, classes: null },
    ...{ origins: [] },
    comparisons: [{ method: 'rotation', curve: finetuned, points, pretrained, origins: [] }],
  };
  return { ...singleFixture, inversion, panels: [panel] };
}

const textOf = (report: Report) => leadText(lead(report));
const only = (report: Report) => cells(report)[0]!;

const rising: Arm = { 100: [0.3, 0.31], 200: [0.4, 0.41], 400: [0.5, 0.51] };

describe('a finetuned mean beyond the whole curve of scratch', () => {
  it.each([
    [{ 400: [0.8, 0.81] }, 'saves', 'saves labels at 400 labels', '> 0.00'],
    [{ 100: [0.1, 0.11] }, 'costs', 'costs labels at 100 labels', '< 0.00'],
  ])('%j %s', (finetuned, answer, words, bound) => {
    const report = study(rising, finetuned);
    expect(only(report).outcome).toBe(answer);
    expect(lead(report).headline).toContain(words);
    expect(utilityText(only(report).point)).toBe(bound);
    expect(intervalText(only(report).point)).toBe(bound);
  });
});

it('the bound at a peak inside the ladder is the same in every text, table, chart and file', async () => {
  const peaked = { 100: [0.3, 0.301], 250: [0.6, 0.601], 1000: [0.5, 0.501] };
  const report = study(peaked, { 100: [0.7, 0.701] }, { inversion: 'paper' });
  const { point } = only(report);
  expect([utilityText(point), nHatText(point), intervalText(point)]).toEqual([
    '> 1.5',
    '> 250',
    '> 1.5',
  ]);
  const { data, spec } = utilityChart(report, report.panels[0]!, ['rotation']);
  expect(data).toMatchObject([
    { nHat: 250, utility: 1.5, low: 1.5, high: 1.5, ratio: 2.5, ratioLow: 2.5, ratioHigh: 2.5 },
  ]);
  const fit = 'the monotone fit that n̂ is read from';
  expect(learningChart(report, report.panels[0]!, ['rotation']).caption).not.toContain(fit);
  expect(learningChart(singleFixture, singleFixture.panels[0]!, ['rotation']).caption).toContain(
    fit,
  );
  const [zone] = spec['layer'] as { data: { values: { n: number; ratio: number }[] } }[];
  zone!.data.values.forEach(({ n, ratio }) => expect(n * ratio).toBeCloseTo(250, 2));
  expect(terminalTable(report)).toMatch(/> 250 +> 1\.5 +> 1\.5/);
  const files = new Map((await reportFiles(report)).map(({ path, content }) => [path, content]));
  expect(JSON.parse(files.get('utility.json')!)).toMatchObject([
    { nHat: 250, utility: 1.5, low: 1.5, high: 1.5 },
  ]);
  const page = files.get('index.html')!.replace(/&nbsp;|\s/g, ' ');
  expect(page).toContain('&gt; 1.5');
  expect(page).not.toContain('&gt; 9.0');
});

describe('how sure the intervals are', () => {
  const simulated = '92 to 98 %';

  it('is stated as a figure only where neighbouring scratch budgets differ by at most a factor of two', () => {
    expect(textOf(study(rising, { 100: [0.44, 0.45] }))).toContain(simulated);
    const wide = textOf(study({ 100: [0.3, 0.31], 400: [0.5, 0.51] }, { 100: [0.44, 0.45] }));
    expect(wide).not.toContain(simulated);
    expect(wide).toContain('100 to 400 labels');
  });

  it('depends only on the budgets around the interval of n̂', () => {
    const above = { ...rising, 6400: [0.9, 0.91] };
    expect(textOf(study(above, { 100: [0.44, 0.45] }))).toContain(simulated);
    expect(textOf(study(above, { 100: [0.7, 0.71] }))).toContain('400 to 6,400 labels');
  });
});

describe('pretrainings', () => {
  const three = { 100: [0.44, 0.45, 0.46] };

  it('are counted in the note where several seeds share a network', () => {
    const shared = textOf(study(rising, three, { pretrained: 2 }));
    expect(shared).toContain('2 networks were pretrained for 3 seeds');
  });

  it.each([1, 3])('%p for 3 seeds give no such note', (pretrained) => {
    const text = textOf(study(rising, three, { pretrained }));
    expect(text).not.toContain('networks were pretrained for');
    expect(text.includes('pretrained once')).toBe(pretrained === 1);
  });
});

it('a scratch curve that does not rise gives no verdict, and nothing is read from it', () => {
  const report = study({ 100: [0.1, 0.12], 200: [0.11, 0.1] }, { 100: [0.3, 0.31] });
  expect(only(report).outcome).toBe('flat');
  expect(lead(report).headline).not.toMatch(/saves|costs|no clear difference/);
  expect(lead(report).figures).toBe('');
  const labels = lead(report).notes.map(({ label }) => label);
  expect(labels).toContain('Flat');
  expect(labels).not.toContain('Censored');
  expect(labels).not.toContain('Averaged');
  expect(terminalTable(report)).toContain('no verdict');
  const many = { ...report, panels: [...report.panels, ...singleFixture.panels] };
  expect(lead(many).headline).toContain('1 against a scratch curve that does not rise');
});

it('a utility that is read from averaged means is marked', () => {
  const dip = { 100: [0.3, 0.3], 200: [0.6, 0.6], 400: [0.4, 0.4], 800: [0.75, 0.75] };
  const report = study(dip, { 400: [0.5, 0.5] });
  expect(only(report).point).toMatchObject({ utility: 0, pooled: true });
  expect(lead(report).notes.map(({ label }) => label)).toContain('Averaged');
  expect(terminalTable(report)).toMatch(/0\.00~/);
  expect(terminalTable(report)).toContain('\n~ ');
  expect(terminalTable(study(rising, { 100: [0.4, 0.4] }))).not.toContain('~');
});
