import { learningCurve } from '@nhat/curves';
import { learningChart } from './charts/learning-chart';
import { utilityChart } from './charts/utility-chart';
import { lead } from './lead';
import { intervalText, nHatText, utilityText } from './point-text';
import { reportFiles } from './report-files';
import type { Panel, Report } from './report';
import { equalAccuracyRows } from './equal-accuracy';
import { count, rounded, signedCount, utility } from './number-format';
import { cells, utilityRows } from './rows';
import { csvParse } from 'd3-dsv';
import { terminalTable } from './terminal-table';
import { singleFixture } from './testing/fixture';
import { compared } from './testing/compared';
import { accuracy } from './testing/metrics';
import { leadText } from './testing/lead-text';

type Arm = Record<number, number[]>;

/** A report on one comparison of these runs. */
function study(
  scratchRuns: Arm,
  methodRuns: Arm,
  {
    inversion = 'isotonic',
    pretrained = 2,
    levels = [],
  }: { inversion?: 'isotonic' | 'paper'; pretrained?: number; levels?: number[] } = {},
): Report {
  const curve = (arm: string, runs: Arm) =>
    learningCurve(
      arm,
      Object.entries(runs).flatMap(([n, values]) =>
        values.map((value, seed) => ({
          n: Number(n),
          seed,
          value,
          train: 1,
          fitted: true,
          pretraining: arm === 'scratch' ? null : seed % pretrained,
        })),
      ),
      true,
    );
  const [scratch, finetuned] = [curve('scratch', scratchRuns), curve('rotation', methodRuns)];
  const { scratchBand, arms } = compared(scratch, [finetuned], { inversion, levels });
  const panel: Panel = {
    ...{ dataset: 'shapes-t', backbone: 'resnet9', task: 'classification', metric: accuracy },
    ...{ scratch, precisions: ['float32'], backboneOptions: {}, chance: null, classes: null },
    ...{ origins: [], scratchBand },
    comparisons: [{ ...arms[0]!, method: 'rotation', pretrained, origins: [] }],
  };
  return { ...singleFixture, inversion, panels: [panel] };
}

const textOf = (report: Report) => leadText(lead(report));
const only = (report: Report) => cells(report)[0]!;

const rising: Arm = { 100: [0.3, 0.31], 200: [0.4, 0.41], 400: [0.5, 0.51] };

describe('a finetuned mean beyond the whole curve from scratch', () => {
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
  expect(terminalTable(report)).toMatch(/> 150 +> 1\.5 +> 1\.5/);
  const files = new Map((await reportFiles(report)).map(({ path, content }) => [path, content]));
  expect(JSON.parse(files.get('utility.json')!)).toMatchObject([
    { nHat: 250, utility: 1.5, low: 1.5, high: 1.5 },
  ]);
  const page = files.get('index.html')!.replace(/&nbsp;|\s/g, ' ');
  expect(page).toContain('&gt; 1.5');
  expect(page).not.toContain('&gt; 9.0');
});

describe('how sure the intervals are', () => {
  const simulated = '91 to 98 %';

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

describe('pretrained networks', () => {
  const three = { 100: [0.44, 0.45, 0.46] };
  const rows = (report: Report) => utilityRows(report)[0]!;

  it('are counted in the note where several seeds share a network', () => {
    const report = study(rising, three, { pretrained: 2 });
    expect(textOf(report)).toContain('2 networks were pretrained for 3 seeds');
    expect(rows(report)).toMatchObject({ networks: 2, thisNetworkOnly: false, verdict: 'saves' });
  });

  it('need no note where every seed has its own', () => {
    const report = study(rising, three, { pretrained: 3 });
    expect(textOf(report)).not.toMatch(/networks were pretrained|this network/i);
    expect(rows(report)).toMatchObject({ networks: 3, verdict: 'saves' });
  });

  it.each(['isotonic', 'paper'] as const)(
    'if there is one, get no verdict, and every text speaks of this network (%s)',
    async (inversion) => {
      const report = study(rising, three, { pretrained: 1, inversion });
      expect(rows(report)).toMatchObject({
        ...{ kind: 'number', networks: 1, thisNetworkOnly: true, verdict: 'unclear' },
      });
      expect(rows(report).low).toBeGreaterThan(0);
      const { headline } = lead(report);
      expect(headline).toMatch(/^This network, .* needed fewer labels/);
      expect(headline).not.toMatch(/clearly|saves/);
      expect(textOf(report)).toContain('no verdict on the method');
      expect(terminalTable(report)).toContain('rotation, this network');
      const many = { ...report, panels: [...report.panels, ...report.panels] };
      expect(lead(many).headline).toMatch(/^None of 2 comparisons .* 2 on one pretrained network/);
      const page = (await reportFiles(report)).find(({ path }) => path === 'index.html')!.content;
      expect(page).not.toContain('tag saves');
      expect(page).toContain('tag one-network');
    },
  );
});

describe('an interval of more than two doublings', () => {
  const noisy = { 50: [0.1, 0.14], 100: [0.2, 0.25], 400: [0.4, 0.46], 1600: [0.7, 0.76] };
  const report = study(noisy, { 100: [0.3, 0.42] });

  it('has its ends in every text and file, and no point and no verdict', async () => {
    const { point } = only(report);
    expect(Math.log2((1 + point.high!) / (1 + point.low!))).toBeGreaterThan(2);
    expect(utilityRows(report)).toMatchObject([
      { kind: 'wide', nHat: null, utility: null, saved: null, verdict: null },
    ]);
    const interval = intervalText(point)!;
    expect(terminalTable(report)).toContain(`–   ${interval}`);
    const ends = interval.replace(' to ', ' and ');
    expect(textOf(report)).toContain(`U between ${ends}`);
    expect(lead(report).headline).toContain('cannot be judged');
    const chart = utilityChart(report, report.panels[0]!, ['rotation']);
    expect(chart.data).toMatchObject([{ ratio: null, read: true, low: expect.any(Number) }]);
    expect(chart.caption).toContain('without a point');
    const page = (await reportFiles(report)).find(({ path }) => path === 'index.html')!.content;
    expect(page).toContain('tag wide');
  });
});

it('labels saved, slope and requests are the same in rows, CSV, table and page', async () => {
  const ladder = { 50: [0.2, 0.21], 100: [0.3, 0.31], 200: [0.4, 0.41], 800: [0.6, 0.61] };
  const report = study(ladder, { 50: [0.3, 0.31], 100: [0.36, 0.37], 200: [0.48, 0.49] });
  const rows = utilityRows(report);
  rows.forEach(({ n, utility, saved, low, savedLow }) => {
    expect(saved).toBeCloseTo(n * utility!, 2);
    expect(savedLow).toBeCloseTo(n * low!, 2);
  });
  const { slope } = report.panels[0]!.comparisons[0]!;
  expect(rows.map((row) => [row.slope, row.slopeLow])).toEqual(
    rows.map(() => [rounded(slope!.estimate), rounded(slope!.low)]),
  );
  const files = new Map((await reportFiles(report)).map(({ path, content }) => [path, content]));
  expect(JSON.parse(files.get('utility.json')!)).toEqual(rows);
  csvParse(files.get('utility.csv')!).forEach((row, at) => {
    for (const key of ['saved', 'slopeHigh', 'kind', 'networks', 'budgetToAdd'] as const) {
      expect(row[key]).toBe(String(rows[at]![key] ?? ''));
    }
  });
  const table = terminalTable(report);
  const page = files.get('index.html')!.replace(/&nbsp;|\s+/g, ' ');
  const text = utility(slope!.estimate);
  expect(table).toContain(`slope ${text} (`);
  expect(page).toContain(`>${text}</td>`);
  rows.forEach(({ saved }) => {
    expect(table).toContain(` ${signedCount(saved!)} `);
    expect(page).toContain(`<td>${signedCount(saved!)}</td>`);
  });
  const distant = rows.filter(({ budgetReason }) => budgetReason === 'distant');
  expect(distant.length).toBeGreaterThan(0);
  distant.forEach(({ budgetToAdd }) => {
    expect(textOf(report)).toMatch(new RegExp(`near .*\\b${count(budgetToAdd!)}\\b.* labels`));
  });
});

it('datasets are compared at equal scratch accuracy too, in page, JSON and CSV', async () => {
  const easy = study(
    { 50: [0.5, 0.51], 100: [0.6, 0.61], 200: [0.7, 0.71], 400: [0.8, 0.81] },
    { 50: [0.6, 0.61], 100: [0.68, 0.69] },
    { levels: [0.55] },
  );
  const hard = study(
    { 50: [0.4, 0.41], 100: [0.5, 0.51], 200: [0.6, 0.61], 400: [0.7, 0.71] },
    { 100: [0.6, 0.61], 200: [0.68, 0.69] },
    { levels: [0.55] },
  );
  const [other] = hard.panels;
  const report = { ...easy, panels: [...easy.panels, { ...other!, dataset: 'shapes-l' }] };
  const rows = equalAccuracyRows(report);
  expect(rows).toMatchObject([
    { dataset: 'shapes-t', level: 0.55, kind: 'number' },
    { dataset: 'shapes-l', level: 0.55, kind: 'number' },
  ]);
  // Both curves are one curve, moved by a doubling: at equal accuracy they agree.
  expect(rows[0]!.utility).toBeCloseTo(rows[1]!.utility!, 6);
  expect(rows[1]!.n / rows[0]!.n).toBeCloseTo(2, 3);
  const files = new Map((await reportFiles(report)).map(({ path, content }) => [path, content]));
  expect(JSON.parse(files.get('equal-accuracy.json')!)).toEqual(rows);
  expect(csvParse(files.get('equal-accuracy.csv')!)).toHaveLength(2);
  const page = files.get('index.html')!;
  expect(page).toContain('id="equal-accuracy"');
  expect(
    page.match(new RegExp(`>${utility(rows[0]!.utility!)}</td>`, 'g'))!.length,
  ).toBeGreaterThan(1);
  const alone = (await reportFiles(study(rising, { 100: [0.4, 0.41] }))).at(-1)!.content;
  expect(alone).not.toContain('id="equal-accuracy"');
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
