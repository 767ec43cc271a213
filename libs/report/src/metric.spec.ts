import { learningCurve } from '@nhat/curves';
import { learningChart } from './charts/learning-chart';
import { learningTable } from './charts/learning-table';
import { renderSvg } from './charts/render-svg';
import { commonNoun } from './metric';
import { reportFiles } from './report-files';
import type { Metric, Panel, Report } from './report';
import { utilityRows } from './rows';
import { terminalTable } from './terminal-table';
import { singleFixture } from './testing/fixture';
import { compared } from './testing/compared';
import { rmse, undescribed } from './testing/metrics';
import { elements, parseHtml, textOf } from './testing/parse-html';

/** Two seeds a budget: an error that falls with labels, and sooner when the network was pretrained. */
function errors(): Panel {
  const curve = (arm: string, means: Record<number, number>) => {
    const runs = Object.entries(means).flatMap(([n, mean]) =>
      [0, 1].map((seed) => ({
        ...{ n: Number(n), seed, value: mean + 0.004 * seed },
        ...{ train: 0.05 + 0.1 * seed, fitted: n !== '50', pretraining: null },
      })),
    );
    return learningCurve(arm, runs, false);
  };
  const scratch = curve('scratch', { 50: 0.4, 100: 0.3, 200: 0.2 });
  const finetuned = curve('rotation', { 50: 0.3, 100: 0.25 });
  const { scratchBand, arms } = compared(scratch, [finetuned]);
  const comparisons = [{ ...arms[0]!, method: 'rotation', pretrained: 1, origins: [] }];
  const names = { dataset: 'shapes-tcvl', backbone: 'resnet9', task: 'depth', metric: rmse };
  const facts = { backboneOptions: {}, chance: null, classes: null, precisions: [], origins: [] };
  return { ...names, ...facts, scratch, scratchBand, comparisons };
}

const report: Report = { ...singleFixture, panels: [errors()] };
const [panel] = report.panels;

describe('a metric for which lower is better', () => {
  it('is named on the axis, which shows figures and not percentages', async () => {
    const chart = learningChart(report, panel!, ['rotation']);
    const svg = await renderSvg(chart);
    expect(svg).toContain('RMSE on test images (scene units)');
    expect(svg).not.toContain('ccuracy');
    expect(svg).not.toMatch(/>\d+%</);
    const { headings, rows } = learningTable(report, panel!);
    expect(headings[2]).toBe('mean RMSE');
    expect(rows[0]!.slice(2)).toEqual([
      '0.402',
      expect.stringMatching(/^0\.\d+ to 0\.\d+$/),
      '0.400, 0.404',
      '0.150 (not fitted)',
    ]);
    expect(chart.description).toContain('from 0.402 at 50 labels to 0.202 at 200');
  });

  it('falls along the fit, and a lower error of the finetuned is a gain', () => {
    const fit = learningChart(report, panel!, ['rotation']).data.filter(
      ({ kind }) => kind === 'fit',
    );
    expect(fit.map(({ value }) => value)).toEqual([0.402, 0.302, 0.202]);
    const [row] = utilityRows(report);
    expect(row).toMatchObject({ metric: 'rmse', n: 50, scratch: 0.402, finetuned: 0.302 });
    expect(row).toMatchObject({ gap: 0.1, kind: 'not fitted' });
  });

  it('is named on the terminal, in the page and in the CSV, with a gap without points', async () => {
    const table = terminalTable(report);
    expect(table).toContain('shapes-tcvl · resnet9 · depth · RMSE');
    expect(table).toMatch(/ 50 +0\.402 +0\.302 +\+0\.100 +–/);
    const files = new Map((await reportFiles(report)).map(({ path, content }) => [path, content]));
    expect(files.get('utility.csv')!.split('\n')[0]).toContain(',metric,');
    const page = files.get('index.html')!.replace(/\s+/g, ' ');
    expect(page).toContain('RMSE that pretraining');
    expect(page).toContain('reaches the mean RMSE of the finetuned runs');
    expect(page).toContain('(up to 0.150)');
    expect(page).not.toContain('points of');
  });
});

describe('a metric without a descriptor', () => {
  const unnamed: Panel = { ...panel!, metric: undescribed('angle') };
  const rising: Panel = { ...singleFixture.panels[0]!, metric: undescribed('logLikelihood') };

  it('is printed as plain figures everywhere, whatever its direction', async () => {
    for (const shown of [unnamed, rising]) {
      const pretrainings = singleFixture.pretrainings.map((facts) => ({
        ...facts,
        probes: [{ task: 'depth', metric: shown.metric, linear: 12.5, mlp: null }],
      }));
      const odd = { ...singleFixture, panels: [shown], pretrainings };
      expect(terminalTable(odd)).not.toMatch(/^ +\d+ .*%/m);
      const page = (await reportFiles(odd)).find(({ path }) => path === 'index.html')!.content;
      const cells = elements(parseHtml(page), 'table').flatMap((table) =>
        elements(table, 'td').map(textOf),
      );
      expect(cells).toContain('12.5');
      expect(cells.filter((cell) => /^\d+(\.\d+)? %$/.test(cell))).toEqual(['96.2 %']);
      const svg = await renderSvg(learningChart(odd, shown, ['rotation']));
      expect(svg).not.toMatch(/>\d+%</);
    }
  });

  it('has a band that may go below 0', () => {
    const shifted = learningCurve(
      'scratch',
      [-0.01, 0.01, 0.02, 0.05].map((value, at) => ({
        ...{
          n: at < 2 ? 50 : 100,
          seed: at % 2,
          value,
          train: null,
          fitted: null,
          pretraining: null,
        },
      })),
      true,
    );
    const [base] = singleFixture.panels;
    const { scratchBand } = compared(shifted, [{ ...shifted, arm: 'rotation' }]);
    const metric = undescribed('logLikelihood');
    const low = { ...base!, metric, scratch: shifted, scratchBand };
    const chart = learningChart({ ...singleFixture, panels: [low] }, low, ['rotation']);
    expect(Math.min(...chart.data.map(({ bandLow }) => Number(bandLow ?? 0)))).toBeLessThan(0);
  });
});

describe('the descriptor of a metric', () => {
  const printed = (metric: Metric) => {
    const shown = { ...panel!, metric };
    const { data, spec } = learningChart({ ...singleFixture, panels: [shown] }, shown, []);
    const { headings, rows } = learningTable(singleFixture, shown);
    const ends = data.flatMap(({ bandLow }) => (bandLow === null ? [] : [Number(bandLow)]));
    return { text: rows[0]![2], heading: headings[2], least: Math.min(...ends), spec };
  };

  it('determines label, unit and limits of the band, whatever the metric is called', () => {
    const share = printed({ ...undescribed('ssim'), unit: 'share', range: [0.39, 1] });
    expect(share).toMatchObject({ text: '40.2 %', heading: 'mean ssim' });
    const figure = printed({ ...undescribed('accuracy'), label: 'hits', unit: 'hits' });
    expect(figure).toMatchObject({ text: '0.402', heading: 'mean hits' });
    expect(JSON.stringify(figure.spec)).toContain('Hits on test images (hits)');
    const bounded = printed({ ...undescribed('ssim'), range: [0.3, null] });
    expect(bounded.least).toBe(0.3);
    expect(figure.least).toBeLessThan(0.3);
  });
});

it('gives no common noun for different metrics', () => {
  expect(commonNoun(singleFixture)).toBe('accuracy');
  expect(commonNoun(report)).toBe('RMSE');
  expect(commonNoun({ ...report, panels: [...singleFixture.panels, panel!] })).toBe('metric');
  const unnamed = { ...panel!, metric: undescribed('loss') };
  expect(commonNoun({ ...report, panels: [unnamed] })).toBe('loss');
});
