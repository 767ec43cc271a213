import { outputsDigest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { collectSweep } from './collect-sweep';

const parts = { format: 1 as const, bundle: '', ran: {} as Manifest['ran'] };
const backbone = { name: 'resnet9', options: { width: 0.5 } };

const pretraining = (node: string, weights = 'w'): Manifest => ({
  ...{ ...parts, node, stage: 'pretrain', actionKey: node },
  config: {
    ...{ backbone, method: { name: 'rotation', options: {} } },
    schedule: { peakRate: 0.003, imagesSeen: 100 },
  },
  ingredients: { code: '', upstream: [] },
  outputs: {
    ...{ stage: 'pretrain', blobs: { weights } },
    scores: {
      loss: 1,
      learning: { check: 'turns', value: 0.9, chance: 0.25, threshold: 0.35, learned: true },
    },
  },
});

const finetuned = (node: string, start?: Manifest): Manifest => ({
  ...{ ...parts, node, stage: start ? 'finetune' : 'scratch', actionKey: node },
  config: { backbone, schedule: { peakRate: 0.01, imagesSeen: 50 }, n: 20, seed: 1 },
  ingredients: {
    code: '',
    upstream: start
      ? [{ role: 'pretrain', node: start.node, outputs: outputsDigest(start.outputs) }]
      : [],
  },
  outputs: {
    ...{ stage: 'finetune', blobs: {} },
    scores: { n: 20, seed: 1, test: 0.5, validation: 0.4, train: 1, fitted: true, chance: 0.1 },
  },
});

it('has each result once, with what a pretraining learned in the words of its method', () => {
  const start = pretraining('pretrain-a');
  const run = finetuned('finetune-a', start);
  const found = collectSweep([run, finetuned('scratch-a'), start, run, start]);
  expect(found.pretrainings).toEqual([
    {
      ...{ node: 'pretrain-a', method: 'rotation', backbone: 'resnet9', width: 0.5 },
      ...{ peakRate: 0.003, imagesSeen: 100, weights: 'w' },
      learning: {
        metric: { name: 'turns', label: expect.stringMatching(/turns/) as string, unit: 'share' },
        ...{ value: 0.9, chance: 0.25, threshold: 0.35, learned: true },
        rule: expect.any(String) as string,
      },
    },
  ]);
  const common = { backbone: 'resnet9', width: 0.5, peakRate: 0.01, imagesSeen: 50, n: 20 };
  expect(found.runs).toEqual([
    { node: 'finetune-a', pretraining: 'pretrain-a', ...common, seed: 1, validation: 0.4 },
    { node: 'scratch-a', pretraining: null, ...common, seed: 1, validation: 0.4 },
  ]);
});

it('takes a pretraining that two documents name differently for one', () => {
  const [first, second] = [pretraining('pretrain-a'), pretraining('pretrain-b')];
  const other = pretraining('pretrain-c', 'others');
  const { pretrainings, runs } = collectSweep([
    ...[second, first, other],
    ...[finetuned('finetune-a', first), finetuned('finetune-b', second)],
    finetuned('finetune-c', other),
  ]);
  expect(pretrainings.map(({ node }) => node)).toEqual(['pretrain-a', 'pretrain-c']);
  const starts = runs.map(({ pretraining }) => pretraining);
  expect(starts).toEqual(['pretrain-a', 'pretrain-a', 'pretrain-c']);
});
