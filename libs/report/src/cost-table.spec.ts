import { costTable } from './cost-table';

const stage = (name: string, seconds: number, parts: Record<string, number>) => ({
  ...{ stage: name, nodes: 2, seconds, parts },
  ...{ images: null, imagesPerSecond: null },
});

it('sums the recorded parts of the stages, and shows a dash for the others', () => {
  const stages = [
    stage('pretrain', 130, { start: 3, data: 2, train: 120, evaluate: 4, write: 1 }),
    stage('curve', 0.2, { write: 0 }),
  ];
  expect(costTable(stages).split('\n')).toEqual([
    'stage     nodes        time  start   data  train  evaluate    write',
    'pretrain      2  2 min 10 s  3.0 s  2.0 s  2 min     4.0 s    1.0 s',
    'curve         2       0.2 s      –      –      –         –  < 0.1 s',
    'total         4  2 min 10 s  3.0 s  2.0 s  2 min     4.0 s    1.0 s',
  ]);
});
