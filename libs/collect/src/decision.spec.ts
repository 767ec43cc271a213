import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@nhat/plan/testing/documents';
import type { DecisionRecord, UtilityRow } from '@nhat/report';
import { decisionState } from './decision-state';
import { printed } from './testing/printed';
import { simulatedStudy } from './testing/simulated-study';

const never = () => {
  throw new Error('nothing is trained');
};

/** Errors of at most 0.004, the same in every run of the test. */
const row = (arm: string, n: number, seed: number, value: number) =>
  `${arm},${n},${seed},${(value + 0.004 * Math.sin(7 * n + 31 * seed)).toFixed(4)}`;
const valueAt = (n: number) => 0.2 + 0.1 * Math.log2(n / 25);
const cellsOf = (arm: string, budgets: readonly number[], factor: number) =>
  budgets.flatMap((n) => [0, 1, 2].map((seed) => row(arm, n, seed, valueAt(n * factor))));

/** `simclr` does with n labels what scratch does with 2n; `vae` with n what scratch does with 0.7n. */
const table = [
  'arm,n,seed,value',
  ...cellsOf('scratch', [50, 100, 200, 400], 1),
  ...cellsOf('simclr', [50, 100, 200], 2),
  ...cellsOf('vae', [50, 100, 200], 0.7),
].join('\n');
const scores = { file: 'runs.csv', pretraining: 'seeds' };

const study = (decision: object, text = table, more: object = {}) =>
  simulatedStudy(
    { x: { question: 'Does it pay?', scores, decision, ...more } },
    repository,
    'x',
    never,
    { 'runs.csv': text },
  );

const decided = async (...given: Parameters<typeof study>) => {
  const { root, record } = await study(...given);
  const { out } = await printed(['utility', '--json'], root, record);
  return JSON.parse(out) as { decision: DecisionRecord; rows: UtilityRow[] };
};

it('begins the answer with the cheapest arm, its labels, its price and what could overturn it', async () => {
  const decision = { labels: 100, labelPrice: 0.2, hourPrice: 0.5, hours: 4, currency: 'EUR' };
  const { root, record } = await study(decision);
  const { out } = await printed(['utility'], root, record);
  expect(out).toMatch(/At 100 labels simclr is the cheapest: it saves \d+ labels/);
  expect(out).toMatch(/EUR/);
  expect(out).toMatch(/Break-even: simclr pays where a label costs more than/);
  expect(out).toMatch(/What could overturn it:/);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const report = join(root, 'reports/x');
  const { answer } = JSON.parse(readFileSync(join(report, 'answer.json'), 'utf8')) as {
    answer: string;
  };
  expect(answer).toMatch(/^At 100 labels simclr is the cheapest/);
  const page = readFileSync(join(report, 'index.html'), 'utf8');
  expect(page).not.toMatch(/NaN|Infinity|undefined/);
  expect(page.match(/id="worth-box"/g)).toHaveLength(1);
  expect(page.indexOf('worth-box')).toBeLessThan(page.indexOf('id="worth"'));
  expect(page).toMatch(/name="label"[^>]*value="0.2"/);
});

it('asks for rows of a second seed in the file of scores, where documents have no key for it', async () => {
  const once = table
    .split('\n')
    .filter((line) => !/^\w+,\d+,[12],/.test(line))
    .join('\n');
  const { root, record } = await study({ labels: 100, labelPrice: 0.2 }, once);
  const { out } = await printed(['utility'], root, record);
  const text = out.replace(/\s+/g, ' ');
  expect(text).toMatch(/Cheapest next step: rows of a second seed in \S*runs\.csv\./);
  expect(text).not.toContain('"seeds": 2');
});

it('agrees with the rows at a budget, and with a calculation by hand', async () => {
  const { decision, rows } = await decided({
    ...{ labels: 100, labelPrice: 0.2, hourPrice: 0.5, hours: 4 },
  });
  const [panel] = decision.panels;
  const simclr = panel!.options.find(({ arm }) => arm === 'simclr')!;
  const of = rows.find(({ method, n }) => method === 'simclr' && n === 100)!;
  expect(panel!.choice).toBe('simclr');
  expect(simclr.labelsSaved).toMatchObject({
    value: expect.closeTo(of.saved!, 3),
    low: expect.closeTo(of.savedLow!, 3),
    high: expect.closeTo(of.savedHigh!, 3),
  });
  expect(simclr.gain!.value).toBeCloseTo(of.saved! * 0.2 - 2, 3);
  expect(simclr.breakEvenLabelPrice!.value).toBeCloseTo(2 / of.saved!, 4);
});

it('chooses scratch where hours cost more than labels, and where every arm is worse', async () => {
  const dear = await decided({ labels: 100, labelPrice: 0.2, hourPrice: 50, hours: 4 });
  expect(dear.decision.panels[0]).toMatchObject({ outcome: 'chosen', choice: 'scratch' });
  const worse = table.split('\n').filter((line) => !line.startsWith('simclr'));
  const { decision } = await decided({ labels: 100, labelPrice: 0.2, hours: 4 }, worse.join('\n'));
  expect(decision.panels[0]).toMatchObject({ outcome: 'chosen', choice: 'scratch' });
});

it('refuses to read outside of the budgets and says which are needed', async () => {
  const { root, record } = await study({ labels: 300, labelPrice: 0.2, hours: 4 });
  const { out } = await printed(['utility'], root, record);
  const text = out.replace(/\s+/g, ' ');
  expect(text).toMatch(/At 300 labels it cannot be told/);
  expect(text).toMatch(/a budget of 300/);
});

it('needs the hours of scores where an hour has a price, and says so', async () => {
  const { decision } = await decided({ labels: 100, labelPrice: 0.2, hourPrice: 0.5 });
  expect(decision.panels[0]).toMatchObject({ outcome: 'open', because: 'hours', choice: null });
});

it('charges each arm of scores its own hours, and none to an arm without', async () => {
  const hoursOf = async (hours: object) => {
    const { decision } = await decided({ labels: 100, labelPrice: 0.2, hourPrice: 0.5, hours });
    const { options } = decision.panels[0]!;
    return ['simclr', 'vae'].map(
      (name) => options.find(({ arm }) => arm === name)?.hoursBeyondScratch,
    );
  };
  expect(await hoursOf({ simclr: 2, vae: 0.1 })).toEqual([2, 0.1]);
  expect(await hoursOf({ simclr: 2 })).toEqual([2, null]);
  await expect(study({ labels: 100, hours: { simclrr: 2 } })).rejects.toThrow(
    /decision\.hours\.simclrr.*simclr, vae.*Did you mean "simclr"/s,
  );
});

describe('a grid of two datasets', () => {
  const grid = {
    question: 'Does it pay?',
    datasets: ['shapes-tc', 'shapes-tcvl'],
    backbones: ['resnet9'],
    ...{ tasks: ['classification'], methods: ['rotation'], seeds: 2 },
    budgets: { scratch: [50, 100, 200, 400], finetune: [50, 100] },
    decision: { labels: 100, labelPrice: 1, hourPrice: 3600 },
  };

  it('has a sentence for each, and the hours of its nodes', async () => {
    const truth = ({ dataset, arm, n }: { dataset: string; arm: string; n: number }) => ({
      test: valueAt(arm === 'scratch' ? n : dataset === 'shapes-tc' ? 2 * n : 0.8 * n),
      train: 1,
    });
    const { root, record } = await simulatedStudy({ x: grid }, repository, 'x', truth);
    const { out } = await printed(['utility'], root, record);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /At 100 labels: rotation is the cheapest on shapes-tc; training from scratch is the cheapest on shapes-tcvl\./,
    );
    expect(text).toMatch(
      /At 100 labels on shapes-tcvl training from scratch is the cheapest: rotation/,
    );
    const json = await printed(['utility', '--json'], root, record);
    const { decision } = JSON.parse(json.out) as { decision: DecisionRecord };
    const rotation = decision.panels[0]!.options.find(({ arm }) => arm === 'rotation')!;
    // Every node took 10 s: one pretraining and one finetuning, less one training from scratch.
    expect(rotation.hoursBeyondScratch).toBeCloseTo(10 / 3600, 6);
    expect(rotation.clockHoursOfAllRuns).toBeCloseTo(10 / 3600, 6);
  });
});

it('speaks of this network where there is one', async () => {
  const { root, record } = await study({ labels: 100, labelPrice: 0.2, hours: 0.1 }, table, {
    scores: { file: 'runs.csv' },
  });
  const { out } = await printed(['utility'], root, record);
  expect(out.replace(/\s+/g, ' ')).toMatch(/this network of simclr is the cheapest/);
});

it('counts labels alone where a label has no price', async () => {
  const { root, record } = await study({ labels: 140, hours: 4 });
  const { out } = await printed(['utility'], root, record);
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /At 140 labels simclr needs the fewest labels: .* pays where a label costs more than [\d.]+ min of computing/,
  );
});

it('names the curves of the arms of which more runs may change the choice', async () => {
  const stateAt = async (labels: number) => {
    const decision = { labels, labelPrice: 0.2, hourPrice: 0, currency: null, hours: 0 };
    const { root, record } = await study({ labels, labelPrice: 0.2, hours: 0 });
    const { isChosen, contenders } = decisionState(root, record.utilities, decision);
    return { isChosen, arms: [...contenders].map((curve) => /simclr|vae/.exec(curve)![0]) };
  };
  expect(await stateAt(100)).toEqual({ isChosen: true, arms: ['simclr'] });
  // No arm has a budget of 300, so that each of them may be chosen.
  expect(await stateAt(300)).toEqual({ isChosen: false, arms: ['simclr', 'vae'] });
});

it('removes the files of a decision and of recalls that a report no longer has, and no other', async () => {
  const { root, record } = await study({ labels: 100, labelPrice: 0.2, hourPrice: 0.5 });
  const file = (name: string) => join(root, 'reports/x', name);
  await printed(['page'], root, record);
  const notes = ['notes.json', 'my-recall.csv', 'charts/decision.json'];
  for (const name of [...notes, 'recall.csv']) writeFileSync(file(name), 'x');
  mkdirSync(file('recall.json'));
  const { decision, ...without } = record;
  expect([decision, existsSync(file('decision.json'))]).toEqual([expect.anything(), true]);
  await printed(['page'], root, without);
  const left = ['decision.json', 'recall.csv', 'recall.json', ...notes].filter((name) =>
    existsSync(file(name)),
  );
  expect(left).toEqual(['recall.json', ...notes]);
});
