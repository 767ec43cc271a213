import { lead } from './lead';
import { cellText } from './cell-text';
import type { Report } from './report';
import { cells } from './rows';
import { gridFixture, singleFixture } from './testing/fixture';
import { expectGolden } from './testing/golden';
import { pageOf } from './testing/page-file';
import { elements, parseHtml, textOf } from './testing/parse-html';
import type { Element } from './testing/parse-html';
import { leadText } from './testing/lead-text';

const classed = (root: Element, name: string) =>
  elements(root).filter(({ attributes }) => attributes['class']?.split(' ').includes(name));

describe.each([gridFixture, singleFixture])('page of $name', (report) => {
  let source: string;
  let root: Element;
  beforeAll(async () => {
    source = await pageOf(report);
    root = parseHtml(source);
  });

  it('loads nothing, because every address is an anchor or embedded data', () => {
    const addresses = elements(root).flatMap(({ attributes }) =>
      ['src', 'href', 'xlink:href', 'srcset', 'data', 'action'].flatMap(
        (name) => attributes[name] ?? [],
      ),
    );
    expect(addresses.length).toBeGreaterThan(15);
    expect(addresses.filter((address) => !/^(#|data:)/.test(address))).toEqual([]);
    expect(
      source.match(/@import|<(link|iframe|object|embed|base)\b|<script[^>]*\ssrc=|\son\w+="/gi),
    ).toBeNull();
    const inStyle = [...source.matchAll(/url\(([^)]*)\)/g)].map(([, address]) => address);
    expect(inStyle.filter((address) => !address!.startsWith('#'))).toEqual([]);
  });

  it('has unique ids, and a target for every link', () => {
    const ids = elements(root).flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = elements(root, 'a').flatMap(({ attributes }) => attributes['href'] ?? []);
    const targets = links.filter((href) => href.startsWith('#')).map((href) => href.slice(1));
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    const clips = [...source.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id!);
    expect(clips.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('gives every chart a name, a description and a title under each mean', () => {
    const [section] = elements(root).filter(({ attributes }) => attributes['id'] === 'curves');
    const charts = classed(section!, 'chart');
    expect(charts).toHaveLength(2 * report.panels.length);
    for (const chart of charts) {
      const [svg] = elements(chart, 'svg');
      expect(svg!.attributes['role']).toBe('img');
      expect(svg!.attributes['aria-label']!.length).toBeGreaterThan(60);
      const titles = elements(svg!)
        .filter(({ tag }) => tag === 'path' || tag === 'circle')
        .flatMap((mark) => elements(mark, 'title').map(textOf));
      expect(titles.length).toBeGreaterThan(1);
      titles.forEach((title) => expect(title).toMatch(/^[\w-]+, [\d,]+ labels: \S/));
    }
  });

  it('gives every row of charts a caption, and every task a table of its learning curves', () => {
    const rows = classed(root, 'row');
    const tasks = new Set(report.panels.map(({ task, backbone }) => `${task} ${backbone}`)).size;
    expect(rows).toHaveLength(2 * tasks);
    rows.forEach((row) =>
      expect(textOf(elements(row, 'figcaption')[0]!).length).toBeGreaterThan(40),
    );
    const [section] = elements(root).filter(({ attributes }) => attributes['id'] === 'curves');
    const tables = elements(section!, 'tbody').map((table) => elements(table, 'tr').length);
    const points = report.panels.flatMap(({ scratch, comparisons }) =>
      [scratch, ...comparisons.map(({ curve }) => curve)].flatMap((curve) => curve.points),
    );
    expect(tables).toHaveLength(tasks);
    expect(tables.reduce((sum, count) => sum + count, 0)).toBe(points.length);
  });

  it('is accessible: language, headings in order, table headings, alternative texts of images', () => {
    expect(elements(root, 'html')[0]!.attributes['lang']).toBe('en');
    const levels = elements(root).flatMap(({ tag }) =>
      /^h[1-6]$/.test(tag) ? Number(tag[1]) : [],
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, at) => expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1));
    const headings = elements(root, 'th');
    expect(
      headings.every(({ attributes }) => /^(col|row|colgroup)$/.test(attributes['scope']!)),
    ).toBe(true);
    const images = elements(root, 'img');
    expect(images).toHaveLength(10 * report.datasets.length);
    expect(images.every(({ attributes }) => attributes['alt']!.length > 5)).toBe(true);
    elements(root, 'table').forEach((table) => expect(elements(table, 'caption')).toHaveLength(1));
    const widths = elements(root, 'table').map((table) =>
      elements(table, 'tr').map((row) =>
        [...elements(row, 'td'), ...elements(row, 'th')].reduce(
          (sum, { attributes }) => sum + Number(attributes['colspan'] ?? 1),
          0,
        ),
      ),
    );
    widths.forEach((row) => expect(new Set(row).size).toBe(1));
  });

  it('opens with the answer, and with every note of `lead`, those that limit it before its figures', () => {
    const [header] = elements(root, 'header');
    const text = textOf(header!).replace(/\s+/g, ' ');
    const { headline, figures, notes } = lead(report);
    const limits = notes.filter(({ kind }) => kind === 'limit').map((note) => note.label);
    const inOrder = [headline, ...limits.map((label) => `${label}:`), figures];
    const places = inOrder.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    for (const note of notes) expect(text).toContain(`${note.label}: ${note.text}`);
  });

  it('says on its first screen what was run, when, at which commit, and how to run it again', () => {
    const [facts] = classed(root, 'facts');
    const text = textOf(facts!).replace(/\s+/g, ' ');
    const { command, checkout, newest } = report.provenance;
    for (const part of [
      'resnet9 (width 0.25',
      '32 × 32 pixels',
      'images seen',
      'seeds for each budget of an arm',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain(command);
    expect(text).toContain(checkout!.commit.slice(0, 10));
    expect(text).toContain(newest!.slice(0, 10));
  });

  it('shows every claim with its outcome, reason and rule', () => {
    const [section] = elements(root).filter(({ attributes }) => attributes['id'] === 'claims');
    expect(section === undefined).toBe(report.claims.length === 0);
    const text = section ? textOf(section).replace(/\s+/g, ' ') : '';
    const [table] = section ? elements(section, 'table') : [];
    expect(table ? elements(table, 'tr').length - 1 : 0).toBe(report.claims.length);
    for (const { title, outcome, because, rule } of report.claims) {
      expect(text).toContain(`${title} ${outcome}`);
      expect(text).toContain(because);
      expect(text).toContain(rule);
    }
  });

  it('shows every utility in the table of results', () => {
    const [results] = elements(root).filter(({ attributes }) => attributes['id'] === 'results');
    const [headings, ...rows] = elements(results!, 'tr').map((row) =>
      elements(row)
        .filter(({ tag }) => tag === 'th' || tag === 'td')
        .map(textOf),
    );
    const at = headings!.indexOf('U');
    expect(rows.map((row) => row[at])).toEqual(cells(report).map((cell) => cellText(cell).utility));
  });
});

it('shows the mean utility of every method as a heat map that leads to the curves', async () => {
  const root = parseHtml(await pageOf(gridFixture));
  const [map] = classed(root, 'heat');
  const [table] = elements(map!, 'table');
  const rows = elements(table!, 'tr').filter((row) => elements(row, 'td').length > 1);
  const shown = rows.map((row) => elements(row, 'td').map((cell) => textOf(cell).trim()[0]));
  // Datasets × (rotation, simclr, vae in classification; rotation, simclr in pose); a dash where nothing was measured.
  expect(shown.map((row) => row.join(''))).toEqual(['+−−+−', '0––––', '+––––']);
  const names = elements(map!, 'a').map(({ attributes }) => attributes['href']);
  expect(names).toContain('#shapes-tcvl-resnet9-classification-utility');
  expect(elements(parseHtml(await pageOf(singleFixture)), 'figure').length).toBeGreaterThan(2);
});

it('has the answer without a picture where the study was not computed as a whole', async () => {
  const report: Report = { ...gridFixture };
  delete report.overview;
  const root = parseHtml(await pageOf(report));
  expect(classed(root, 'heat')).toEqual([]);
  const [claims, headline] = classed(root, 'lead').map(textOf);
  expect(claims).toBe('Of 4 claims 1 holds, 1 fails and 2 are undecided.');
  expect(headline).toContain(lead(report).headline);
});

it('says in words what claims hold, fail and are open, and their names', async () => {
  const root = parseHtml(await pageOf(gridFixture));
  const items = elements(classed(root, 'outcomes')[0]!, 'li').map((item) =>
    textOf(item).replace(/\s+/g, ' '),
  );
  expect(items).toHaveLength(gridFixture.claims.length);
  expect(items[0]).toBe(
    'Holds: The utility of pretraining falls with the number of labels. falls-with-labels',
  );
  for (const { statement, title } of gridFixture.claims) {
    expect(items.join()).toContain(`${statement} ${title}`);
  }
});

it('shows the unit of the effect of a claim in every window', async () => {
  const source = await pageOf(gridFixture);
  const section = elements(parseHtml(source), 'section').find(
    ({ attributes }) => attributes['id'] === 'claims',
  );
  const [summary] = elements(section!, 'table');
  const headings = elements(summary!, 'th').map(textOf);
  const unit = headings.indexOf('unit') + 1;
  expect(unit).toBeGreaterThan(0);
  expect(summary!.attributes['class']).not.toContain(`spare${unit}`);
  expect(summary!.attributes['class']).toContain(`spare${headings.indexOf('around 0') + 1}`);
});

it('says how many trainings would decide open claims, of one and of several', async () => {
  const textWith = async (...missing: (number | null)[]) => {
    const [claim] = gridFixture.claims;
    const claims = missing.map((moreTrainings, at) => ({
      ...{ ...claim!, outcome: 'undecided' as const, moreTrainings, title: `claim-${at}` },
    }));
    const section = elements(parseHtml(await pageOf({ ...gridFixture, claims })), 'section').find(
      ({ attributes }) => attributes['id'] === 'claims',
    );
    return textOf(elements(section!, 'p')[0]!).replace(/\s+/g, ' ').trim();
  };
  expect(await textWith(72)).toBe('72 more trainings are expected to decide claim-0.');
  expect(await textWith(1, null)).toBe(
    '1 more training is expected to decide claim-0, one of 2 open claims.',
  );
  expect(await textWith(432, 70)).toBe(
    'More trainings are expected to decide the 2 open claims, the cheapest first: 70 for claim-1; 432 for claim-0.',
  );
  expect(await textWith(432, null, 70)).toMatch(/expected to decide 2 of 3 open claims, the/);
});

it('has the question alone as its title, and what stands in brackets behind it below', async () => {
  const titled = async (question: string) => {
    const root = parseHtml(await pageOf({ ...singleFixture, question }));
    return [
      ...['title', 'h1'].map((tag) => textOf(elements(root, tag)[0]!)),
      ...classed(root, 'aside').map(textOf),
    ];
  };
  expect(await titled('Does it help? (Finding 3 in small.)')).toEqual([
    ...['Does it help?', 'Does it help?', 'Finding 3 in small.'],
  ]);
  const whole = 'Does it (at last) help?';
  expect(await titled(whole)).toEqual([whole, whole]);
});

it('says that numbers mean nothing before any number', async () => {
  const expected = 'Numbers without meaning: the networks are too small. They show that it works.';
  const root = parseHtml(await pageOf({ ...singleFixture, expected }));
  const text = textOf(classed(root, 'answer')[0]!);
  expect(text.trim()).toMatch(/^Expected: Numbers without meaning: the networks are too small\./);
  expect(text.slice(0, text.indexOf('Numbers'))).not.toMatch(/\d/);
});

it('looks like its golden; if the change is right, put the -changed file in its place', async () => {
  expectGolden(`${singleFixture.name}.html`, await pageOf(singleFixture));
});

it('shows the results of probes, and no table without probes', async () => {
  const probed = (source: string): string[] => {
    const [probeTable] = elements(parseHtml(source), 'table').filter((table) =>
      textOf(table).includes('mlp probe'),
    );
    return probeTable ? elements(probeTable, 'td').slice(-9).map(textOf) : [];
  };
  const cells = [
    ...['shapes-tc', 'resnet9', '0', 'depth', 'share with δ < 1.25'],
    ...['70.1 %', '31.0 %', '74.5 %', '–'],
  ];
  expect(probed(await pageOf(singleFixture))).toEqual(cells);
  const bare = singleFixture.pretrainings.map((pretraining) => ({ ...pretraining, probes: [] }));
  expect(probed(await pageOf({ ...singleFixture, pretrainings: bare }))).toEqual([]);
});

it('escapes texts of documents', async () => {
  const question = 'Is <b>"5 & 6"</b> > 4? </title><script>alert(1)</script>';
  const root = parseHtml(
    await pageOf({ ...singleFixture, question, expected: '<i>', cost: '&amp;' }),
  );
  expect(elements(root, 'script').map(textOf).join()).not.toContain('alert');
  expect(textOf(elements(root, 'h1')[0]!)).toBe(question);
});

it('warns about a border that gives the rotation away, by the larger of two accuracies', () => {
  const warning = (linear: number | null, cnn: number | null) => {
    const datasets = singleFixture.datasets.map((dataset) => ({
      ...{ ...dataset, borderRotationAccuracy: linear, borderRotationAccuracyOfCnn: cnn },
    }));
    return leadText(lead({ ...singleFixture, datasets })).match(/border .*?(\d+ %) on/)?.[1];
  };
  expect(warning(0.9, 0.95)).toBe('95 %');
  expect(warning(0.3, 0.6)).toBe('60 %');
  expect(warning(0.6, null)).toBe('60 %');
  expect(warning(0.3, 0.4)).toBeUndefined();
});

it('needs neither prose nor samples nor a border accuracy', async () => {
  const datasets = singleFixture.datasets.map((dataset) => ({
    ...dataset,
    samples: [],
    borderRotationAccuracy: null,
    borderRotationAccuracyOfCnn: null,
  }));
  const bare = { ...singleFixture, question: '', expected: '', cost: '', datasets };
  const root = parseHtml(await pageOf(bare));
  expect(textOf(elements(root, 'h1')[0]!)).toBe('Pipeline test-fixture-single');
  expect(elements(root).some(({ attributes }) => attributes['id'] === 'expected')).toBe(false);
  expect(leadText(lead(bare))).not.toContain('Warning');
});
