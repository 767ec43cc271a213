import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@nhat/documents';
import { finishedPipeline } from './testing/finished-pipeline';
import type { StudyResults } from './testing/finished-pipeline';
import { printed, tried } from './testing/printed';

interface Row {
  backbone: string;
  method: string;
  scratch: number;
  n: number;
}

interface RunRow extends Row {
  arm: string;
  seed: number;
  value: number;
  pretraining: number | null;
  imagesSeen: number | null;
}

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};

/** The files of the report of some studies, and its output on the terminal. */
async function reported(studies: StudyResults[]) {
  const { root, record } = await finishedPipeline(studies);
  const { out } = await printed(['utility'], root, record);
  const folder = join(root, 'reports/study');
  const text = (path: string) => readFileSync(join(folder, path), 'utf8');
  const rows = JSON.parse(text('utility.json')) as Row[];
  return { out, text, rows, charts: readdirSync(join(folder, 'charts')) };
}

const titles = (out: string) => out.split('\n').filter((line) => line.startsWith('shapes-t · '));

describe('entries of one name', () => {
  it('that differ only in supervised training have titles, rows and charts of their own', async () => {
    const short = { imagesSeen: 48 };
    const { out, rows, charts, text } = await reported([
      study,
      { ...study, entry: 'b', training: short, scratch: { 50: 0.1, 100: 0.2, 200: 0.3 } },
    ]);
    expect(new Set(titles(out)).size).toBe(2);
    expect(titles(out)[1]).toContain('resnet9 (imagesSeen 48)');
    const keys = rows.map(({ backbone, method, n }) => `${backbone} ${method} ${n}`);
    expect(new Set(keys).size).toBe(rows.length);
    expect(charts.filter((name) => name.endsWith('.svg'))).toHaveLength(4);
    expect(charts).toContain('shapes-t-resnet9-imagesseen-48-classification-learning.svg');
    expect(text('utility.csv').split('\n')[1]).toContain('resnet9 (imagesSeen 20000)');
  });

  it.each([
    ['the batch', { batch: 32 }, 'batch 32'],
    ['a rate', { peakRate: 0.001 }, 'peakRate 0.001'],
  ])('that differ in %s contain it in their labels', async (_, training, differing) => {
    const { out } = await reported([study, { ...study, entry: 'b', training }]);
    expect(titles(out)[1]).toContain(differing);
  });

  it('that differ in option and training contain both in their labels', async () => {
    const { rows } = await reported([
      study,
      { ...study, entry: 'b', training: { batch: 32 } },
      { ...study, width: 0.5 },
    ]);
    expect([...new Set(rows.map(({ backbone }) => backbone))]).toEqual([
      'resnet9 (width 0.25, batch 64)',
      'resnet9 (width 0.25, batch 32)',
      'resnet9 (width 0.5)',
    ]);
  });

  it('of a method with a length of its own on each network have one label, and a note says so', async () => {
    const { rows, text } = await reported([
      study,
      { ...study, width: 0.5, pretraining: { imagesSeen: 200_000 } },
    ]);
    expect(new Set(rows.map(({ method }) => method))).toEqual(new Set(['rotation']));
    expect(text('index.html').replace(/<[^>]*>/g, '')).toMatch(
      /Pretraining: rotation \(resnet9 \(width 0\.25\): 100,000 images seen, peak rate [\d.]+; resnet9 \(width 0\.5\): 200,000 images seen/,
    );
  });

  it('with equal labels are refused with the reason', async () => {
    const { root, record } = await finishedPipeline([study, { ...study, entry: 'b' }]);
    const { error } = await tried(['utility'], root, record);
    expect(error).toBeInstanceOf(UserError);
    expect(error!.message).toContain('shapes-t · resnet9 · classification');
    expect(error!.message).toContain('expected');
  });

  it('that result in the same nodes are one comparison', async () => {
    const { root, record } = await finishedPipeline([study]);
    const once = await printed(['utility'], root, record);
    const twice = { ...record, utilities: [...record.utilities, ...record.utilities] };
    expect((await printed(['utility'], root, twice)).out).toBe(once.out);
  });
});

describe('the runs of a report', () => {
  it('are written beside the table with their seeds, values and networks', async () => {
    const { text, out } = await reported([{ ...study, networks: 2 }]);
    const runs = JSON.parse(text('runs.json')) as RunRow[];
    expect(runs).toHaveLength(3 * 2 + 2 * 2);
    expect(runs[0]).toMatchObject({
      ...{ dataset: 'shapes-t', backbone: 'resnet9', task: 'classification', arm: 'scratch' },
      ...{ metric: 'accuracy', evaluation: 'finetune', n: 50, seed: 0, value: 0.3, train: 1 },
      ...{ fitted: true, pretraining: null, imagesSeen: 20_000 },
      backboneOptions: { width: 0.25, features: 256 },
    });
    const finetuned = runs.filter(({ arm }) => arm === 'rotation');
    expect(finetuned.map(({ n, seed, pretraining }) => [n, seed, pretraining])).toEqual([
      [50, 0, 0],
      [50, 1, 1],
      [100, 0, 0],
      [100, 1, 1],
    ]);
    const [heading, first] = text('runs.csv').split('\n');
    expect(heading).toContain('n,seed,value,train,fitted,pretraining,imagesSeen');
    expect(first).toContain('shapes-t,resnet9,256,0.25,classification,accuracy');
    expect(text('index.html')).toContain('download="runs.csv"');
    expect(out).not.toContain('nothing');
  });
});

describe('the page', () => {
  it('shows which networks ran, how they were trained, and how to reproduce it', async () => {
    const { root, record } = await finishedPipeline([
      { ...study, scores: { chance: 0.1, classes: 10 } },
    ]);
    await printed(['utility'], root, { ...record, name: 'mini/study' });
    const page = readFileSync(join(root, 'reports/mini/study/index.html'), 'utf8');
    const text = page.replace(/<[^>]*>/g, ' ').replace(/(&nbsp;|\s)+/g, ' ');
    expect(text).toMatch(/Network resnet9 \(features 256, width 0\.25\) Resolution 16 × 16 pixels/);
    expect(text).toMatch(
      /Length 20,000 images seen a run Batch batch 64 Seeds 2 seeds for each budget of an arm · 1 pre/,
    );
    for (const said of ['0.003', '0.000001', 'Adam', '100,000', 'finetuning', 'scratch']) {
      expect(text).toContain(said);
    }
    expect(text).toContain('npx nx utility mini/study');
    expect(text).toContain('2026-01-01 (UTC)');
    expect(text).not.toContain('at commit');
  });

  it('has no control characters, nor does the terminal output', async () => {
    const { root, record } = await finishedPipeline([study]);
    const odd = 'a\u0000b\u001b[31mc\u202ed\u0007\u009be';
    const prose = { question: odd, cost: odd, expected: odd };
    const { out } = await printed(['utility'], root, { ...record, ...prose });
    const page = readFileSync(join(root, 'reports/study/index.html'), 'utf8');
    for (const text of [out, page]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(text).toContain('a b [31mc d e');
    }
  });

  it('shows the given commit, and is not drawn again for another one', async () => {
    const { answerOf } = await import('./make-report');
    const { root, record } = await finishedPipeline([study]);
    const folder = join(root, 'reports/study');
    const { openStore } = await import('@nhat/store');
    let asked = 0;
    const make = async (commit: string) => {
      const context = {
        ...{ root, folder, code: __filename, store: openStore(root, {}) },
        checkout: () => ({ commit, changed: ++asked > 0 }),
      };
      await (await answerOf(record, context, () => {})).write();
      return readFileSync(join(folder, 'index.html'), 'utf8');
    };
    const first = await make('1'.repeat(40));
    expect(first.replace(/\s+/g, ' ')).toContain('with uncommitted changes');
    expect(first).toContain('1'.repeat(40));
    expect(await make('2'.repeat(40))).toBe(first);
    expect(asked).toBe(1);
  });
});
