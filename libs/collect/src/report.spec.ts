import { accuracy } from '@nhat/report/testing/metrics';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import type { UtilityRow } from '@nhat/report';
import { openStore } from '@nhat/store';
import { finishedPipeline } from './testing/finished-pipeline';
import { printed } from './testing/printed';
import { readArguments } from '@nhat/commands/report-arguments';
import { standingIn } from '@nhat/workspace/testing/standing-in';
import { collectReport } from './collect-report';
import { readAncestry } from './lineage';
import { saveRecord, latestReport } from './finished-report';

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};

describe('a finished pipeline', () => {
  it('gets a page, charts, files of numbers and a table', async () => {
    const { root, record } = await finishedPipeline([study]);
    const { out, err } = await printed(['utility'], root, record);
    expect(err).toBe('');
    expect(out).toMatch(/^Does it help\?\n\n +labels +scratch/);
    expect(out).toMatch(/\nrotation, this network\n +50 +30\.5 % +40\.5 % +\+10\.0 +50 +1\.00 /);
    expect(out).toMatch(/\n +100 +40\.5 % +55\.5 % +\+15\.0 +> 100 +> 1\.0 /);
    expect(out).toMatch(
      /\nReport: reports\/study\/index\.html\n\d+ warnings?: npx nx utility study --warnings\n$/,
    );
    expect(out).not.toContain('How sure:');
    const all = (await printed(['utility', '--warnings'], root, record)).out;
    expect(all).toMatch(/\nHow sure: [^]*\nReport: reports\/study\/index\.html\n$/);
    const folder = join(root, 'reports/study');
    expect(readdirSync(folder).sort()).toEqual([
      'answer.json',
      'charts',
      'claims.json',
      'equal-accuracy.csv',
      'equal-accuracy.json',
      'history',
      'index.html',
      'runs.csv',
      'runs.json',
      'utility.csv',
      'utility.json',
    ]);
    expect(readdirSync(join(folder, 'charts')).sort()).toEqual([
      'overview-fit.csv',
      'overview-means.csv',
      ...['learning', 'utility'].flatMap((kind) =>
        ['csv', 'svg', 'vl.json'].map((end) => `shapes-t-resnet9-classification-${kind}.${end}`),
      ),
    ]);
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).toContain('wasm, TensorFlow 4.22, one thread a process');
    expect(page).not.toContain(root);
    expect(page).not.toContain('elsewhere');
  });

  it('prints its claims, names their outcomes under the table, and writes them to a file', async () => {
    const { root, record } = await finishedPipeline([study]);
    const none = await printed(['claims'], root, record);
    expect(none.out).toMatch(/^study lists no claims; .*"claims"/);
    expect((await printed(['utility'], root, record)).out).not.toMatch(/Of \d+ claim/);
    const claims = [{ name: 'freezing-hurts', options: { margin: 0.005 } }];
    const asking = { ...record, claims };
    const { out } = await printed(['claims'], root, asking);
    expect(out).toMatch(/^freezing-hurts: undecided\n {2}The more stages/);
    expect(out).toContain('two depths');
    expect((await printed(['utility'], root, asking)).out).toMatch(
      /\nThe claim is undecided\.\nfreezing-hurts: undecided/,
    );
    const { out: json } = await printed(['claims', '--json'], root, asking);
    expect(JSON.parse(json)).toMatchObject([{ name: 'freezing-hurts', outcome: 'undecided' }]);
    expect(readFileSync(join(root, 'reports/study/claims.json'), 'utf8')).toBe(json);
    expect((await printed(['claims', '--json'], root, record)).out).toBe('[]\n');
  });

  it('prints only its rows as JSON, and writes them to a file', async () => {
    const { root, record } = await finishedPipeline([study]);
    const { out } = await printed(['utility', '--json', '--output', 'out/list.json'], root, record);
    const list = JSON.parse(out) as Record<string, unknown>[];
    expect(list).toMatchObject([
      { dataset: 'shapes-t', backbone: 'resnet9', method: 'rotation', n: 50, scratch: 0.305 },
      { n: 100, nHat: 200, utility: 1, high: 1, status: 'censored-high', seeds: 2 },
    ]);
    expect(readFileSync(join(root, 'out/list.json'), 'utf8')).toBe(out);
    expect(readFileSync(join(root, 'reports/study/utility.json'), 'utf8')).toBe(out);
    await standingIn(join(root, 'out'), async () => {
      const page = await printed(['page', '--output=own.json'], root, record);
      expect(page.out).toBe('Report: ../reports/study/index.html\nJSON: own.json\n');
      expect(readFileSync(join(root, 'out/own.json'), 'utf8')).toBe(out);
    });
  });

  it('writes the same report again, and removes charts of earlier reports', async () => {
    const { root, record } = await finishedPipeline([study]);
    await printed(['utility'], root, record);
    const page = join(root, 'reports/study/index.html');
    const first = readFileSync(page, 'utf8');
    const stale = join(root, 'reports/study/charts/shapes-gone-utility.svg');
    writeFileSync(stale, '<svg/>');
    expect((await printed(['page'], root, record)).out).toBe('Report: reports/study/index.html\n');
    expect(readFileSync(page, 'utf8')).toBe(first);
    expect(existsSync(stale)).toBe(false);
  });

  it('is drawn again only when its content would differ, or when its files were changed', async () => {
    const { root, record, artifacts } = await finishedPipeline([study]);
    const file = (name: string) => join(root, 'reports/study', name);
    const kept = join(root, '.nhat/reports/study.json');
    const drawnAgain = async (pipeline: object) => {
      const before = statSync(kept).mtimeMs;
      const { out } = await printed(['utility'], root, pipeline);
      expect(out).toBe(first.out.replace('Does it help?', (pipeline as typeof record).question));
      return statSync(kept).mtimeMs !== before;
    };
    const first = await printed(['utility'], root, record);
    expect(await drawnAgain(record)).toBe(false);
    const numbers = readFileSync(file('utility.csv'), 'utf8');
    const untouched = statSync(file('utility.json')).mtimeMs;
    writeFileSync(file('utility.csv'), 'n\n50\n');
    expect(await drawnAgain(record)).toBe(true);
    expect(readFileSync(file('utility.csv'), 'utf8')).toBe(numbers);
    expect(statSync(file('utility.json')).mtimeMs).toBe(untouched);
    expect(await drawnAgain(record)).toBe(false);
    expect(await drawnAgain({ ...record, question: 'Does it really help?' })).toBe(true);
    artifacts.move(record.utilities[0]!, 'b');
    expect(await drawnAgain({ ...record, question: 'Does it really help?' })).toBe(true);
  });

  it('keeps an unchanged chart, and draws a chart again whose file or data changed', async () => {
    const { root, record, artifacts } = await finishedPipeline([study]);
    const chart = 'charts/shapes-t-resnet9-classification-utility.svg';
    const file = join(root, 'reports/study', chart);
    const draw = async (question: string) => {
      await printed(['utility'], root, { ...record, question });
      return readFileSync(file, 'utf8');
    };
    const first = await draw('One?');
    // Marks the chart, so that the test shows whether it is used again.
    const mark = () => {
      const marked = first.replace('</svg>', '<g id="kept"/></svg>');
      const report = latestReport(root, record)!;
      report.files[chart] = sha256(marked);
      writeFileSync(file, marked);
      saveRecord(root, record, report);
      return marked;
    };
    const marked = mark();
    expect(await draw('Two?')).toBe(marked);
    writeFileSync(file, `${marked} `);
    expect(await draw('Three?')).toBe(first);
    mark();
    const utility = record.utilities[0]!;
    const text = JSON.stringify(artifacts.scores(utility));
    artifacts.change(utility, JSON.parse(text.replace(/"low":/, '"low":0.1,"was":')) as JsonObject);
    const changed = await draw('Four?');
    expect(changed).not.toContain('kept');
    expect(changed).not.toBe(first);
  });

  it('is in a folder named after the document', async () => {
    const { root, record } = await finishedPipeline([study]);
    const { out } = await printed(['page'], root, { ...record, name: 'mini/study' });
    expect(out).toBe('Report: reports/mini/study/index.html\n');
    expect(existsSync(join(root, 'reports/mini/study/utility.csv'))).toBe(true);
  });

  it('labels networks of one name by their differing options, and shares common nodes', async () => {
    const wide = { ...study, width: 0.5, methods: { ...study.methods, vae: { 50: 0.2 } } };
    const { root, record } = await finishedPipeline([study, wide]);
    const report = await collectReport(
      readAncestry(root, record.utilities),
      record,
      openStore(root, {}),
      () => {},
    );
    expect(report.panels.map(({ backbone }) => backbone)).toEqual([
      'resnet9 (width 0.25)',
      'resnet9 (width 0.5)',
    ]);
    expect(report.panels[1]!.comparisons.map(({ method }) => method)).toEqual(['rotation', 'vae']);
    expect(report.datasets).toHaveLength(1);
    expect(report.pretrainings.map(({ backbone, method }) => `${method} ${backbone}`)).toEqual([
      'rotation resnet9 (width 0.25)',
      'rotation resnet9 (width 0.5)',
      'vae resnet9 (width 0.5)',
    ]);
    for (const { probes } of report.pretrainings) {
      const unknown = { randomLinear: null, randomMlp: null };
      expect(probes).toEqual([
        { task: 'classification', metric: accuracy, linear: 0.4, mlp: 0.5, ...unknown },
      ]);
    }
    // All nodes of the fixture began at the same moment.
    const clock = { machines: 1, seconds: 10 };
    expect(report.stages).toEqual([
      {
        stage: 'images',
        nodes: 1,
        seconds: 10,
        parts: {},
        images: 160,
        clock,
        imagesPerSecond: 16,
      },
      {
        stage: 'pretrain',
        nodes: 3,
        seconds: 30,
        parts: {},
        images: 300_000,
        clock,
        imagesPerSecond: 10_000,
      },
      {
        stage: 'scratch',
        nodes: 12,
        seconds: 120,
        parts: { train: 96 },
        images: 240_000,
        clock,
        imagesPerSecond: 2500,
      },
      {
        stage: 'finetune',
        nodes: 10,
        seconds: 100,
        parts: { train: 80 },
        images: 200_000,
        clock,
        imagesPerSecond: 2500,
      },
      {
        stage: 'curve',
        nodes: 5,
        seconds: 50,
        parts: {},
        images: null,
        clock,
        imagesPerSecond: null,
      },
      {
        stage: 'spread',
        nodes: 2,
        seconds: 20,
        parts: {},
        images: null,
        clock,
        imagesPerSecond: null,
      },
      {
        stage: 'utility',
        nodes: 3,
        seconds: 30,
        parts: {},
        images: null,
        clock,
        imagesPerSecond: null,
      },
    ]);
  });

  it('labels the evaluation of a pretrained network unless it was finetuned', async () => {
    const evaluation = {
      name: 'linear' as const,
      regularisation: 'cross-validated',
      positions: 50_000,
    };
    const { root, record } = await finishedPipeline([study, { ...study, width: 0.5, evaluation }]);
    const { out } = await printed(['utility', '--json'], root, record);
    const rows = JSON.parse(out) as { method: string; evaluation?: string; n: number }[];
    expect(rows.map(({ method, evaluation: done, n }) => [method, done, n])).toEqual([
      ['rotation', 'finetune', 50],
      ['rotation', 'finetune', 100],
      ['rotation (linear)', 'linear', 50],
      ['rotation (linear)', 'linear', 100],
    ]);
    const report = await collectReport(
      readAncestry(root, record.utilities),
      record,
      openStore(root, {}),
      () => {},
    );
    const finetune = report.stages.find(({ stage }) => stage === 'finetune');
    expect(finetune).toMatchObject({ nodes: 8, images: 80_000 });
  });

  it('asks for budgets of which trainings are possible: here 100 images of two classes', async () => {
    const budgetsOf = async (scratch: Record<number, number>, cells: Record<number, number>) => {
      const ladder = { ...study, scratch, methods: { rotation: cells } };
      const { root, record } = await finishedPipeline([ladder]);
      const { out } = await printed(['utility', '--json'], root, record);
      const rows = JSON.parse(out) as UtilityRow[];
      return rows.map(({ budgetToAdd, budgetReason }) => [budgetToAdd, budgetReason]);
    };
    const [near] = await budgetsOf({ 10: 0.3, 50: 0.4 }, { 10: 0.35 });
    expect([Number(near![0]) % 2, near![1]]).toEqual([0, 'distant']);
    expect(await budgetsOf({ 10: 0.3, 80: 0.4 }, { 10: 0.6 })).toEqual([[100, 'above']]);
    expect(await budgetsOf({ 10: 0.3, 90: 0.4 }, { 10: 0.6 })).toEqual([[null, null]]);
    expect(await budgetsOf({ 6: 0.3, 12: 0.4 }, { 6: 0.1 })).toEqual([[4, 'below']]);
    expect(await budgetsOf({ 2: 0.3, 4: 0.4 }, { 2: 0.1 })).toEqual([[null, null]]);
  });

  it('has random weights as one reference of all methods, with what their heads chose', async () => {
    const evaluation = {
      ...{ name: 'linear', regularisation: 'cross-validated', positions: 50_000 },
    };
    const methods = { ...study.methods, vae: { 50: 0.3, 100: 0.4 } };
    const randomWeights = { 50: 0.2, 100: 0.25 };
    const scores = { chosen: { inversePenalty: 10 }, validation: 0.5, labelledClasses: 2 };
    const { root, record } = await finishedPipeline([
      { ...study, methods, evaluation, randomWeights, scores },
    ]);
    const ends = readAncestry(root, record.utilities);
    const report = await collectReport(ends, record, openStore(root, {}), () => {});
    const [panel, ...others] = report.panels;
    expect(others).toEqual([]);
    expect(panel!.comparisons.map(({ method }) => method)).toEqual([
      'rotation (linear)',
      'vae (linear)',
    ]);
    expect(panel!.references).toMatchObject([
      { name: 'random weights (linear)', evaluation: 'linear' },
    ]);
    const [reference] = panel!.references!;
    expect(reference!.curve.points.map(({ n }) => n)).toEqual([50, 100]);
    expect(reference!.origins).toHaveLength(4);
    for (const origin of [...reference!.origins, ...panel!.origins]) {
      expect(origin).toMatchObject(scores);
    }
    const plain = await finishedPipeline([study]);
    const without = await collectReport(
      readAncestry(plain.root, plain.record.utilities),
      plain.record,
      openStore(plain.root, {}),
      () => {},
    );
    expect(without.panels[0]!.references).toEqual([]);
  });

  it('shows four images of each class, cut from the contact sheet without its gaps', async () => {
    const { root, record } = await finishedPipeline([study]);
    const { datasets } = await collectReport(
      readAncestry(root, record.utilities),
      record,
      openStore(root, {}),
      () => {},
    );
    const { samples, words, about } = datasets[0]!;
    expect(words).toBe(
      'Texture varies between images; lit background; 40 shapes of each class in training images.',
    );
    expect(about).toMatch(/rendered/);
    expect(samples.map(({ label, width, height }) => [label, width, height])).toEqual([
      ['square', 70, 16],
      ['disc', 70, 16],
    ]);
    const bytes = Buffer.from(samples[1]!.image.split(',')[1]!, 'base64');
    const { data, info } = await sharp(bytes)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, data[0], data[2]]).toEqual([70, 16, 0, 200]);
  });

  it('has no samples when the contact sheet is damaged, with a warning', async () => {
    const { root, record, spoilSheet } = await finishedPipeline([study]);
    spoilSheet();
    const { err } = await printed(['utility'], root, record);
    expect(err).toContain('is damaged');
    expect(err).toContain('the contact sheet of images-shapes-t-16px-00000000 is missing');
    expect(existsSync(join(root, 'reports/study/index.html'))).toBe(true);
  });
});

it('reads options in either form', () => {
  const expected = { command: 'utility', json: true, output: 'a.json', warnings: false };
  expect(readArguments(['utility', '--json', '--output', 'a.json'])).toEqual(expected);
  expect(readArguments(['utility', '--output=a.json', '--json=true'])).toEqual(expected);
});
