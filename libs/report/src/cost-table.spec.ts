import { clockText, costTable } from './cost-table';

const stage = (name: string, seconds: number, parts: Record<string, number>) => ({
  ...{ stage: name, nodes: 2, seconds, parts },
  ...{ images: null, imagesPerSecond: null },
});

const stages = [
  stage('pretrain', 130, { start: 3, data: 2, train: 120, evaluate: 4, write: 1 }),
  stage('curve', 0.2, { write: 0 }),
];

it('sums the recorded parts of the stages, and shows a dash for the others', () => {
  expect(costTable({ stages }).split('\n').slice(0, -1)).toEqual([
    'stage     nodes   processes  clock   data  train  evaluate',
    'pretrain      2  2 min 10 s      –  2.0 s  2 min     4.0 s',
    'curve         2       0.2 s      –      –      –         –',
    'total         4  2 min 10 s      –  2.0 s  2 min     4.0 s',
  ]);
});

it('has how long it took by the clock beside it, which the total does not sum', () => {
  const clocked = stages.map((one, at) => ({
    ...one,
    clock: { seconds: [70, 0.2][at]!, machines: 1 },
  }));
  const text = costTable({ stages: clocked, clock: { seconds: 70.1, machines: 2 } });
  const [, pretrain, , total, note] = text.split('\n');
  expect(pretrain).toContain('2 min 10 s  1 min 10 s');
  expect(total).toContain('2 min 10 s  1 min 10 s');
  expect(note).toContain('2 machines');
});

it('names the machines where there were several', () => {
  expect(clockText({ seconds: 3600, machines: 3 })).toBe('1 h on 3 machines');
  expect(clockText({ seconds: 3600, machines: 1 })).toBe('1 h');
  expect(clockText(null)).toBe('–');
});
