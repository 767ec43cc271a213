import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@nhat/plan/testing/documents';
import type { UtilityRow } from '@nhat/report';
import type { RunRow } from '@nhat/report/runs';
import { printed } from './testing/printed';
import { simulatedStudy } from './testing/simulated-study';

const docs = join(__dirname, '../../../docs');
const published = <Row>(file: string): Row[] =>
  JSON.parse(readFileSync(join(docs, file), 'utf8')) as Row[];

const COLUMNS = [
  'dataset',
  'backbone',
  'task',
  'arm',
  'pretraining',
  'n',
  'seed',
  'value',
] as const;

/** Runs as a table of scores. */
const tableOf = (runs: readonly RunRow[]): string =>
  [COLUMNS.join(','), ...runs.map((run) => COLUMNS.map((key) => run[key] ?? '').join(','))]
    .map((line) => `${line}\n`)
    .join('');

const never = () => {
  throw new Error('nothing is trained');
};

/** The record and the folder of a finished pipeline of scores. */
const finished = (documents: Record<string, object>, tables: Record<string, string>, name = 'x') =>
  simulatedStudy(documents, repository, name, never, tables);

const rowsOf = async (...given: Parameters<typeof finished>): Promise<UtilityRow[]> => {
  const { root, record } = await finished(...given);
  return JSON.parse((await printed(['utility', '--json'], root, record)).out) as UtilityRow[];
};

const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 5));

describe('the scores of the quickstart', () => {
  const text = readFileSync(join(docs, 'quickstart-scores.csv'), 'utf8');
  const documents = {
    x: { question: 'Does it help?', scores: { file: 'runs.csv', chance: 0.1 } },
  };

  it('are published as a table, too', () => {
    expect(text).toBe(tableOf(published<RunRow>('quickstart-runs.json')));
  });

  it('give the utilities of the quickstart, and intervals that differ as other draws do', async () => {
    const rows = await rowsOf(documents, { 'runs.csv': text });
    const known = published<UtilityRow>('quickstart-utility.json');
    expect(rows).toEqual(
      known.map((row) =>
        expect.objectContaining({
          ...{ dataset: row.dataset, backbone: row.backbone, task: row.task, method: row.method },
          ...{ n: row.n, kind: row.kind, status: row.status, verdict: row.verdict },
          ...{ metric: row.metric, chance: row.chance, seeds: row.seeds, networks: row.networks },
          scratch: close(row.scratch),
          finetuned: close(row.finetuned),
          gap: close(row.gap),
          nHat: row.nHat === null ? null : expect.closeTo(row.nHat, 2),
          utility: close(row.utility),
          // Of an interval of several doublings, its ends as other draws give them.
          low: expect.closeTo(row.low!, 0),
          high: expect.closeTo(row.high!, 0),
        }),
      ),
    );
  });

  it('have a page and a table, and single runs from which they can be computed again', async () => {
    const { root, record } = await finished(documents, { 'runs.csv': text });
    const { out, err } = await printed(['utility'], root, record);
    expect(err).toBe('');
    expect(out).toMatch(/shapes-tc · resnet9 · classification · accuracy\nrotation, 2 networks/);
    const runs = JSON.parse(readFileSync(join(root, 'reports/x/runs.json'), 'utf8')) as RunRow[];
    expect(tableOf(runs)).toBe(text);
    const page = readFileSync(join(root, 'reports/x/index.html'), 'utf8');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).not.toContain(root);
  });
});

describe('scores of any program', () => {
  const row = (arm: string, n: number, seed: number, error: number) =>
    `${arm},${n},${seed},${(error + 0.01 * Math.sin(7 * n + 31 * seed)).toFixed(4)}`;
  const errorAt = (n: number) => 4 - 0.4 * Math.log2(n / 25);
  const table = [
    'arm,n,seed,value',
    ...[50, 100, 200, 400].flatMap((n) => [0, 1, 2].map((s) => row('scratch', n, s, errorAt(n)))),
    ...[100, 200].flatMap((n) => [0, 1, 2].map((s) => row('jigsaw', n, s, errorAt(1.5 * n)))),
  ].join('\n');
  const scores = { file: 'depth.csv', metric: 'mae', higherIsBetter: false, unit: 'metres' };

  it('may have a metric of which less is better, in any unit', async () => {
    const rows = await rowsOf({ x: { question: 'X?', scores } }, { 'depth.csv': table });
    expect(rows).toMatchObject([
      { dataset: 'depth', backbone: 'network', task: 'task', method: 'jigsaw', metric: 'mae' },
      { n: 200, higherIsBetter: false, utility: expect.closeTo(0.5, 1) },
    ]);
  });

  it('speak of one network where the file has one, and of the method with a network for each seed', async () => {
    const verdicts = async (settings: object) => {
      const documents = { x: { question: 'X?', scores: { ...scores, ...settings } } };
      const rows = await rowsOf(documents, { 'depth.csv': table });
      return rows.map(({ verdict, thisNetworkOnly }) => [verdict, thisNetworkOnly]);
    };
    expect(await verdicts({})).toEqual([
      ['unclear', true],
      ['unclear', true],
    ]);
    expect(await verdicts({ pretraining: 'seeds' })).toEqual([
      ['saves', false],
      ['saves', false],
    ]);
  });

  it('decide claims', async () => {
    const claims = ['falls-with-labels', 'sign-per-factor-consistent'];
    const document = { question: 'X?', scores: { ...scores, pretraining: 'seeds' }, claims };
    const { root, record } = await finished({ x: document }, { 'depth.csv': table });
    const { out } = await printed(['claims', '--json'], root, record);
    expect(JSON.parse(out)).toMatchObject([
      { name: 'falls-with-labels', outcome: expect.stringMatching(/holds|fails|undecided/) },
      { name: 'sign-per-factor-consistent', outcome: 'undecided' },
    ]);
  });

  it('join the runs of one cell from several files, each run once', async () => {
    const head = 'dataset,arm,n,seed,value\n';
    const part = (keep: (line: string) => boolean) =>
      `${head}${table
        .split('\n')
        .slice(1)
        .filter(keep)
        .map((line) => `rooms,${line}\n`)
        .join('')}`;
    const tables = {
      'a.csv': part((line) => !/,400,/.test(line)),
      'b.csv': part((line) => /scratch/.test(line) || /,100,/.test(line)),
      'all.csv': part(() => true),
    };
    const documents = {
      ...{ a: { question: 'A?', scores: { ...scores, file: 'a.csv' } } },
      ...{ b: { question: 'B?', scores: { ...scores, file: 'b.csv' } } },
      ...{ all: { question: 'All?', scores: { ...scores, file: 'all.csv' } } },
      x: { question: 'Both?', includes: ['a', 'b'] },
    };
    const joined = await rowsOf(documents, tables);
    expect(joined).toHaveLength(2);
    expect(joined).toEqual(await rowsOf(documents, tables, 'all'));
  });
});
