import { learningCurve } from '@nhat/curves';
import { learningChart } from './charts/learning-chart';
import { renderSvg } from './charts/render-svg';
import { learningTable, settingsNote } from './charts/learning-table';
import { lead } from './lead';
import { methodsOf } from './naming';
import { page } from './page/page';
import type { Panel, Report, RunOrigin } from './report';
import { cells, utilityRows } from './rows';
import { runRows } from './runs';
import { terminalTable } from './terminal-table';
import { singleFixture } from './testing/fixture';

const [panel] = singleFixture.panels;
const [rotation] = panel!.comparisons;
const name = 'random weights (linear)';
const runs = [50, 100].flatMap((n) =>
  [0, 1].map((seed) => ({
    ...{ n, seed, value: 0.304 + n / 1e4 + seed / 100 },
    ...{ train: 1, fitted: true, pretraining: null },
  })),
);
const origins = (chosen: NonNullable<RunOrigin['chosen']>): RunOrigin[] =>
  runs.map(({ n, seed }) => ({
    ...{ n, seed, imagesSeen: null, pretraining: null },
    ...{ validation: 0.3 + seed / 10, labelledClasses: n === 50 ? 8 + seed : 10, chosen },
  }));
const method = 'rotation (linear)';
const linear = {
  ...rotation!,
  ...{ method, evaluation: 'linear', origins: origins({ inversePenalty: 10 }) },
  curve: { ...rotation!.curve, arm: method },
};
const report: Report = {
  ...singleFixture,
  panels: [
    {
      ...panel!,
      comparisons: [linear],
      references: [
        {
          ...{ name, evaluation: 'linear', origins: origins({ inversePenalty: 0.1 }) },
          curve: learningCurve(name, runs, true),
        },
      ],
    },
  ],
};

describe('networks with random weights', () => {
  it('are rows of the table after all methods, without gap and utility', () => {
    const lines = terminalTable(report).split('\n');
    const first = lines.findIndex((line) => line.includes(name));
    expect(lines[first]).toBe(`${name}, reference`);
    expect(lines[first + 1]).toMatch(/^ +50 +49\.1 % +31\.4 % +– +– +– +– +2$/);
    expect(lines.slice(first).some((line) => line.startsWith('rotation'))).toBe(false);
    expect(terminalTable(singleFixture)).not.toContain('reference');
  });

  it('are grey in the table of the page and a grey line of the chart', async () => {
    const chart = learningChart(report, report.panels[0]!, methodsOf(report));
    expect(chart.data.filter(({ kind }) => kind === 'reference')).toMatchObject([
      { arm: name, n: 50, value: 0.314 },
      { arm: name, n: 100, value: 0.319 },
    ]);
    const markup = page(report, { drawn: [] });
    expect(markup).toMatch(/<span class="muted">random weights \(linear\)<\/span>/);
    expect(markup).toMatch(/<span class="tag">reference<\/span>/);
    expect(page(singleFixture, { drawn: [] })).not.toContain('reference</');
  });

  it('have their name in the chart where they are one, and in the caption where they are several', async () => {
    const knn = 'random weights (knn)';
    const lower = runs.map((run) => ({ ...run, value: run.value - 0.1 }));
    const [only] = report.panels[0]!.references!;
    const second = {
      ...only!,
      name: knn,
      evaluation: 'knn',
      curve: learningCurve(knn, lower, true),
    };
    const several = { ...report.panels[0]!, references: [second, only!] };
    const chartOf = (one: Panel) =>
      learningChart({ ...report, panels: [one] }, one, methodsOf(report));
    const texts = async (chart: ReturnType<typeof chartOf>) =>
      (await renderSvg(chart)).match(/>[^<>]+<\/text>/g)!.join();
    const [one, two] = [chartOf(report.panels[0]!), chartOf(several)];
    expect(await texts(one)).toContain(`>${name}</text>`);
    expect(one.caption).toContain('Dashed and labelled random weights');
    expect(await texts(two)).not.toContain('random weights');
    expect(two.caption).toContain(`by falling height at their right end: ${name} and ${knn}.`);
  });

  it('are compared with nothing: no cell, no method', () => {
    expect(cells(report).map((cell) => cell.comparison.method)).not.toContain(name);
    expect(methodsOf(report)).toEqual([method]);
    expect(utilityRows(report).map(({ n, randomWeights }) => [n, randomWeights])).toEqual([
      [50, 0.314],
      [100, 0.319],
      [200, null],
    ]);
  });

  it('are among the runs, with what their heads chose', () => {
    const found = runRows(report).filter(({ arm }) => arm === name);
    expect(found.map(({ n, seed, value }) => [n, seed, value])).toEqual(
      runs.map(({ n, seed, value }) => [n, seed, value]),
    );
    expect(found[0]).toMatchObject({ evaluation: 'linear', chosen: { inversePenalty: 0.1 } });
  });
});

describe('the table of a learning chart', () => {
  const tableOf = (given: Report) => learningTable(given, given.panels[0]!);

  it('has the metric on validation images and the chosen settings of every run', () => {
    const { headings, rows } = tableOf(report);
    const row = rows.find(([arm, n]) => arm === method && n === '50')!;
    expect(row[headings.indexOf('on validation images')]).toBe('30.0 %, 40.0 %');
    expect(row[headings.indexOf('chosen for the head')]).toBe('C = 10, C = 10');
    expect(settingsNote(report.panels[0]!)).toContain('cross-validation on the labelled images');
    expect(settingsNote(singleFixture.panels[0]!)).toBe('');
    expect(runRows(report).find(({ arm }) => arm === method)).toMatchObject({
      ...{ validation: 0.3, labelledClasses: 8, chosen: { inversePenalty: 10 } },
    });
  });

  it('leaves out columns without a figure', () => {
    expect(tableOf(singleFixture).headings).toHaveLength(6);
  });
});

it('the lead says how many classes a draw of labels missed', () => {
  const note = lead(report).notes.find(({ label }) => label === 'Few labels');
  expect(note?.text).toContain('at 50 labels up to 2 of the 10 classes');
  expect(lead(singleFixture).notes.find(({ label }) => label === 'Few labels')).toBeUndefined();
});
