import { sweepTable } from './sweep-table';
import type { SweptPretraining, SweptRun } from './sweep-table';

const check = { name: 'turns', label: 'turns named', unit: 'share' };

const pretraining = (peakRate: number, imagesSeen = 200_000): SweptPretraining => ({
  ...{ node: `${peakRate} ${imagesSeen}`, method: 'rotation', backbone: 'resnet9', width: 0.25 },
  ...{ peakRate, imagesSeen, weights: null },
  learning: {
    ...{ metric: check, value: 10 * peakRate, chance: 0.25, threshold: 0.35, learned: true },
    rule: 'at least 35 %',
  },
});

let runs = 0;
const run = (
  pretraining: string | null,
  peakRate: number,
  seed: number,
  validation: number | null,
): SweptRun => ({
  ...{ node: `run ${runs++}`, backbone: 'resnet9', width: 0.25, imagesSeen: 40_000, n: 400 },
  ...{ pretraining, peakRate, seed, validation },
});

const cellsOf = (table: string) =>
  table
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));

const pretrainings = [
  ...[pretraining(0.001, 1_000_000), pretraining(0.03, 1_000_000)],
  ...[pretraining(0.001), pretraining(0.03)],
];

it('has the means of the rates of pretraining, with what was learned; the best is bold', () => {
  const swept = [
    ...[run('0.001 200000', 0.003, 0, 0.25), run('0.001 200000', 0.003, 1, 0.75)],
    run('0.03 200000', 0.003, 0, 0.5004),
    ...[run('0.03 1000000', 0.003, 0, 0.6), run('0.001 1000000', 0.003, 0, 0.5)],
    ...[run(null, 0.003, 0, 0.1), run('0.001 200000', 0.01, 0, 0.9)],
  ];
  const [headings, , ...rows] = cellsOf(sweepTable({ pretrainings, runs: swept }, 'pretraining'));
  const labels = '400 (40,000, 0.003)';
  expect(headings!.slice(-2)).toEqual(['0.001', '0.03']);
  expect(rows).toEqual([
    [
      ...['rotation', 'resnet9, width 0.25', '200,000', 'turns named, at least 35 %', labels],
      ...['50.0 % (1.0 %)', '**50.0 %, 1 of 2 seeds** (30.0 %)'],
    ],
    [
      ...['rotation', 'resnet9, width 0.25', '1,000,000', 'turns named, at least 35 %', labels],
      ...['50.0 % (1.0 %)', '**60.0 %** (30.0 %)'],
    ],
  ]);
});

it('has the means of the rates of training with labels, from scratch and finetuned', () => {
  const swept = [
    ...[run(null, 0.003, 0, 0.3), run(null, 0.003, 1, 0.4), run(null, 0.001, 0, 0.2)],
    ...[run(null, 0.001, 1, null), run('0.001 200000', 0.003, 0, 0.5)],
    run('0.001 200000', 0.01, 0, 0.4),
  ];
  const [headings, , ...rows] = cellsOf(sweepTable({ pretrainings, runs: swept }, 'supervised'));
  expect(headings!.slice(-3)).toEqual(['0.001', '0.003', '0.01']);
  const common = ['400', '40,000'];
  const network = 'resnet9, width 0.25';
  expect(rows).toEqual([
    [network, 'random weights', ...common, '20.0 %, 1 of 2 seeds', '**35.0 %**', '–'],
    [network, 'rotation, 200,000 at 0.001', ...common, '–', '**50.0 %**', '40.0 %'],
  ]);
});

it('refuses to take the mean of runs that differ in something that no column has', () => {
  const swept = [run(null, 0.003, 0, 0.3), run(null, 0.003, 0, 0.4), run(null, 0.001, 0, 0.2)];
  expect(() => sweepTable({ pretrainings, runs: swept }, 'supervised')).toThrow(
    /differ in more than rates and lengths: run \d+, run \d+$/,
  );
});
