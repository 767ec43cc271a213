import { csvParse } from 'd3-dsv';
import { rounded } from './number-format';
import type { Report } from './report';
import { reportFiles } from './report-files';
import { page } from './page/page';
import { overviewFixture } from './testing/overview-fixture';
import { elements, parseHtml, textOf } from './testing/parse-html';
import type { Element } from './testing/parse-html';

let report: Report;
let root: Element;
beforeAll(() => {
  report = overviewFixture();
  root = parseHtml(page(report, { drawn: [] }));
});

const section = (id: string): Element =>
  elements(root, 'section').find(({ attributes }) => attributes['id'] === id)!;
/** The texts of the rows of the first table of a section. */
const rowsOf = (id: string): string[] =>
  elements(elements(section(id), 'table')[0]!, 'tr')
    .slice(1)
    .map((row) => textOf(row).replace(/\s+/g, ' ').trim());

it('show the mean utility of every method in every cell', () => {
  const [map] = elements(root, 'figure').filter(
    ({ attributes }) => attributes['id'] === 'heat-map',
  );
  const [table] = elements(map!, 'table');
  const rows = elements(table!, 'tr').filter((row) => elements(row, 'td').length === 4);
  expect(rows).toHaveLength(4 * 2);
  // Without factors and on the small network rotation is at 0.9 and 0.6, simclr at 0.6 and 1.2 doublings.
  const first = elements(rows[0]!, 'td').map((cell) =>
    Number(/[+−]\d\.\d\d/.exec(textOf(cell))![0].replace('−', '-')),
  );
  [0.9, 0.6, 0.6, 1.2].forEach((truth, at) =>
    expect(Math.abs(first[at]! - truth)).toBeLessThan(0.4),
  );
});

it('rank methods in every task, with P(best) and the rank of frozen features, and say whether the order differs', () => {
  const rows = rowsOf('best-method');
  expect(rows).toHaveLength(4 * 2 * 2);
  expect(rows[0]).toMatch(/classification1 · P [>\d. ]+ · \+\d\.\d\dlinear 1.*2 · P/);
  expect(rows[1]).toMatch(/pose2 · P .*linear 2.*1 · P/);
  expect(textOf(section('best-method'))).toMatch(/Of 8 datasets and networks\s+yes in \d/);
  expect(textOf(section('best-method'))).toMatch(/P [=<>] \d/);
  expect(textOf(section('best-method'))).not.toMatch(/= [<>]/);
});

it('compare networks in shared axes with the difference of each from the smallest', () => {
  expect(rowsOf('networks')).toHaveLength(4 * 2 * 2);
  expect(rowsOf('networks')[0]).toMatch(/width 0\.5\) − resnet9 \(width 0\.25\)\+0\.\d/);
  const plots = elements(section('networks'), 'svg');
  expect(plots).toHaveLength(16);
  const ticks = plots.map((plot) =>
    elements(plot, 'text')
      .map(textOf)
      .filter((text) => /^(1\/)?\d+$/.test(text)),
  );
  expect(new Set(ticks.map((texts) => texts.join(' '))).size).toBe(1);
});

it('name a network that is not drawn, because none of its rows states a number', () => {
  const large = report.panels.find(({ backbone }) => backbone.includes('0.5'))!;
  const mute = {
    ...large,
    comparisons: large.comparisons.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, utility: null })),
    })),
  };
  const panels = report.panels.map((panel) => (panel === large ? mute : panel));
  const notes = (of: Report) =>
    elements(parseHtml(page(of, { drawn: [] })), 'p')
      .map((note) => textOf(note).replace(/\s+/g, ' ').trim())
      .filter((note) => note.startsWith('Not drawn'));
  expect(notes(report)).toEqual([]);
  expect(new Set(notes({ ...report, panels }))).toEqual(
    new Set([`Not drawn: ${large.backbone}, because no row of it states a number.`]),
  );
});

it('show each factor over its pairs, at equal labels and at equal accuracy', () => {
  const rows = rowsOf('factors');
  // Two factors, two tasks, two networks, two methods.
  expect(rows).toHaveLength(16);
  const texture = rows.filter((row) => row.startsWith('texture'));
  const effects = texture.map((row) => Number(/(\+|−)\d\.\d\d/.exec(row)![0].replace('−', '-')));
  const mean = effects.reduce((sum, value) => sum + value, 0) / effects.length;
  expect(Math.abs(mean - 0.4)).toBeLessThan(0.1);
  const titles = elements(section('factors'), 'figcaption').map(textOf);
  expect(titles).toHaveLength(16);
  for (const title of titles) {
    expect(title).toMatch(/at equal labels: .*at equal accuracy: /s);
  }
});

it('show what frozen stages cost, in points', () => {
  const rows = rowsOf('freezing');
  expect(rows).toHaveLength(4 * 2 * 2 * 2);
  expect(rows.every((row) => row.includes('+3.0'))).toBe(true);
});

it('set linear evaluation and training images beside finetuning', () => {
  expect(textOf(section('linear'))).toMatch(/τ is\s+1\.00/);
  expect(elements(section('linear'), 'circle')).toHaveLength(16 * 2 * 4);
  expect(elements(section('fit'), 'circle')).toHaveLength(16 * 2);
});

it('describe in words only what they show', () => {
  const { fit, ranks } = report.overview!;
  const overview = {
    ...report.overview!,
    fit: fit.filter(({ cell, method }) => cell === 0 && method === fit[0]!.method),
    ranks: ranks.map((group) => ({
      ...group,
      tasks: group.tasks.map((task) => ({
        ...task,
        ranks: task.ranks.map((rank) => ({ ...rank, linear: null, knn: null })),
      })),
    })),
  };
  const textsOf = (from: Element) =>
    ['fit', 'best-method'].map((id) =>
      textOf(elements(from, 'section').find(({ attributes }) => attributes['id'] === id)!),
    );
  const [drawn, small] = textsOf(root);
  expect(drawn).toContain('dashed line');
  expect(small).toContain('Small:');
  const [bare, plain] = textsOf(parseHtml(page({ ...report, overview }, { drawn: [] })));
  expect(bare).not.toContain('dashed line');
  expect(plain).not.toContain('Small:');
});

it('give every plot a description', () => {
  const plots = elements(root, 'svg').filter(
    ({ attributes }) => attributes['aria-hidden'] !== 'true',
  );
  expect(plots.length).toBeGreaterThan(30);
  for (const svg of plots) {
    expect(svg.attributes['role']).toBe('img');
    expect(svg.attributes['aria-label']!.length).toBeGreaterThan(30);
  }
});

it('are absent where the study has nothing for them', () => {
  const one = { ...report, panels: [report.panels[0]!] };
  const empty = { utilities: [], ranks: [], networks: [], factors: [], freezing: [], fit: [] };
  const bare = parseHtml(page({ ...one, overview: { ...empty, linear: null } }, { drawn: [] }));
  const ids = elements(bare, 'section').map(({ attributes }) => attributes['id']);
  for (const id of ['best-method', 'networks', 'factors', 'freezing', 'linear', 'fit']) {
    expect(ids).not.toContain(id);
  }
});

it('lie beside the page as CSV, with the numbers that the page shows', async () => {
  const files = await reportFiles({ ...report, panels: report.panels }, async () => '<svg/>');
  const tableOf = (name: string) =>
    csvParse(files.find(({ path }) => path === `charts/overview-${name}.csv`)!.content);
  const overview = report.overview!;
  const [first] = overview.utilities;
  expect(tableOf('means')).toHaveLength(overview.utilities.length);
  expect(tableOf('means')[0]).toMatchObject({
    ...{ dataset: report.panels[first!.cell]!.dataset, method: first!.method },
    doublings: String(rounded(first!.estimate)),
    low: String(rounded(first!.interval!.low)),
  });
  for (const name of ['ranks', 'networks', 'factors', 'freezing', 'linear', 'fit']) {
    const rows = tableOf(name);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row['task']).not.toBe('');
  }
});

it('say where they do not follow the rule of the paper that single utilities follow', () => {
  const read = (inversion: Report['inversion']) => {
    const text = textOf(parseHtml(page({ ...report, inversion }, { drawn: [] })));
    return (text.match(/rule\s+of\s+the\s+paper, by which|not by the rule of the paper/g) ?? [])
      .length;
  };
  expect(read('isotonic')).toBe(0);
  expect(read('paper')).toBe(2);
});
