import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@nhat/plan/testing/documents';
import type { UtilityRow } from '@nhat/report';
import { printed } from './testing/printed';
import { simulatedStudy } from './testing/simulated-study';
import type { Truth } from './testing/simulated-study';

const grid = {
  question: 'Grid?',
  images: { resolution: 32, train: 400, validation: 0, test: 100 },
  datasets: ['shapes-tc'],
  backbones: [{ name: 'resnet9', width: 0.25 }],
  tasks: ['classification'],
  methods: ['rotation'],
  budgets: { scratch: [50, 100, 200, 400], finetune: [50, 100] },
  seeds: 2,
  training: { imagesSeen: { perLabel: 50, minimum: 2000, maximum: 16_000 } },
  pretraining: { imagesSeen: 4000 },
};
const truth: Truth = ({ arm, n }) => ({
  test: 0.1 + 0.1 * Math.log2((arm === 'scratch' ? n : 1.5 * n) / 25),
  train: 1,
});

/** Rows of a study of `grid` and a pipeline that changes it. */
async function joined(
  change: object,
  tables: Record<string, string> = {},
): Promise<{ rows: UtilityRow[]; out: string; page: string }> {
  const documents = {
    grid,
    other: { question: 'Other?', ...('scores' in change ? {} : { extends: 'grid' }), ...change },
    study: { question: 'All?', includes: ['grid', 'other'], claims: ['falls-with-labels'] },
  };
  const { root, record } = await simulatedStudy(documents, repository, 'study', truth, tables);
  const { out } = await printed(['utility', '--warnings'], root, record);
  const json = await printed(['utility', '--json'], root, record);
  const page = readFileSync(join(root, 'reports/study/index.html'), 'utf8');
  return { rows: JSON.parse(json.out) as UtilityRow[], out: out.replace(/\s+/g, ' '), page };
}

const names = (rows: readonly UtilityRow[]) => [
  ...new Set(rows.map(({ dataset, backbone, method }) => `${dataset} · ${backbone} · ${method}`)),
];

const TABLE = [
  'dataset,backbone,task,arm,n,seed,value',
  ...['scratch,50,0,0.2', 'scratch,100,0,0.3', 'scratch,200,0,0.4', 'rotation,50,0,0.25'],
].join('\nshapes-tc,resnet9,classification,');

describe('cells of two pipelines that differ in', () => {
  const cell = 'shapes-tc · resnet9 · rotation';
  it.each<[string, object, string[]]>([
    [
      'resolution',
      { images: { resolution: 64 } },
      [
        'shapes-tc (resolution 32) · resnet9 · rotation',
        'shapes-tc (resolution 64) · resnet9 · rotation',
      ],
    ],
    [
      'the number of images',
      { images: { train: 500 } },
      [
        'shapes-tc (train images 400) · resnet9 · rotation',
        'shapes-tc (train images 500) · resnet9 · rotation',
      ],
    ],
    [
      'the source of their images',
      { source: { background: 'unlit' } },
      [
        'shapes-tc (background lit) · resnet9 · rotation',
        'shapes-tc (background unlit) · resnet9 · rotation',
      ],
    ],
    [
      'the network',
      { backbones: [{ name: 'resnet9', width: 0.5 }] },
      ['shapes-tc · resnet9 (width 0.25) · rotation', 'shapes-tc · resnet9 (width 0.5) · rotation'],
    ],
    [
      'precision',
      { precision: 'float32' },
      [
        'shapes-tc · resnet9 (precision auto) · rotation',
        'shapes-tc · resnet9 (precision float32) · rotation',
      ],
    ],
    [
      'repetition within an epoch',
      { epochMinimum: 400 },
      [
        'shapes-tc · resnet9 (epochMinimum 10000) · rotation',
        'shapes-tc · resnet9 (epochMinimum 400) · rotation',
      ],
    ],
    [
      'how labels are drawn',
      { labels: 'random' },
      [
        'shapes-tc · resnet9 (labels balanced) · rotation',
        'shapes-tc · resnet9 (labels random) · rotation',
      ],
    ],
    [
      'how long training from scratch takes',
      { training: { scratchFactor: 2 } },
      [cell, 'shapes-tc · resnet9 (scratch trained 2 times as long) · rotation'],
    ],
    [
      'how long all trainings with labels take',
      { training: { imagesSeen: { perLabel: 100, minimum: 4000, maximum: 32_000 } } },
      [
        'shapes-tc · resnet9 (imagesSeen 2500 to 16000) · rotation',
        'shapes-tc · resnet9 (imagesSeen 5000 to 32000) · rotation',
      ],
    ],
    [
      'how long pretraining takes',
      { pretraining: { imagesSeen: 8000 } },
      [
        'shapes-tc · resnet9 · rotation (imagesSeen 4000)',
        'shapes-tc · resnet9 · rotation (imagesSeen 8000)',
      ],
    ],
    [
      'the rate of finetuning',
      { methods: [{ name: 'rotation', training: { peakRate: 0.01 } }] },
      [cell, 'shapes-tc · resnet9 · rotation (finetuning peakRate 0.01)'],
    ],
    [
      'the rate of finetuning, and the name that an arm has for that',
      { methods: ['rotation', { name: 'rotation', as: 'faster', training: { peakRate: 0.01 } }] },
      [cell, 'shapes-tc · resnet9 · faster'],
    ],
    ['seeds', { seeds: 3 }, [cell]],
    ['budgets', { budgets: { scratch: [50, 300], finetune: [200] } }, [cell]],
    [
      'how many networks are pretrained',
      { pretrainingSeeds: 1 },
      [
        'shapes-tc · resnet9 · rotation (networks 2)',
        'shapes-tc · resnet9 · rotation (networks 1)',
      ],
    ],
  ])('%s are told apart, or are one', async (_, change, expected) => {
    const { rows } = await joined(change);
    expect(names(rows)).toEqual(expected);
  });

  it('the program that trained them are told apart', async () => {
    const { rows, page } = await joined({ scores: 'runs.csv' }, { 'runs.csv': TABLE });
    expect(page).toContain('4 runs of another program in runs.csv');
    expect(names(rows)).toEqual([
      'shapes-tc · resnet9 · rotation',
      'shapes-tc · resnet9 (from scores) · rotation',
    ]);
  });
});

describe('arms that are finetuned at another rate than scratch', () => {
  it('are told at the head of the page and in its table of settings', async () => {
    const methods = ['rotation', { name: 'rotation', as: 'faster', training: { peakRate: 0.01 } }];
    const { page, out } = await joined({ methods });
    expect(page).toContain('faster: peak rate 0.01 (scratch 0.003)');
    expect(out).toContain('Own rates: faster: peak rate 0.01 (scratch 0.003).');
    expect(page).toMatch(/>classification, faster<.*?>0\.01</s);
    expect(page).toContain(
      'with the same recipe, but for what finetuning of faster has of its own',
    );
  });

  it.each<[string, object, string[]]>([
    [
      'share the networks of a plain arm, and its heads',
      { methods: ['rotation', { name: 'rotation', as: 'faster', training: { peakRate: 0.01 } }] },
      ['rotation', 'rotation (linear)', 'faster'],
    ],
    [
      'keep their own rate apart from that of heads, which have none',
      { methods: [{ name: 'rotation', training: { peakRate: 0.01 } }] },
      ['rotation', 'rotation (finetuning peakRate 0.01)', 'rotation (linear)'],
    ],
    [
      'are those of scratch where the rate is that of scratch',
      { methods: [{ name: 'rotation', training: { peakRate: 0.003 } }], seeds: 3 },
      ['rotation', 'rotation (linear)'],
    ],
    [
      'are told apart without a budget of scratch',
      {
        methods: ['rotation', { name: 'rotation', as: 'faster', training: { peakRate: 0.01 } }],
        budgets: { scratch: [50, 400], finetune: [100, 200] },
      },
      ['rotation', 'rotation (linear)', 'faster'],
    ],
  ])('%s', async (_, change, expected) => {
    const { rows } = await joined({ evaluations: ['finetune', 'linear'], ...change });
    expect([...new Set(rows.map(({ method }) => method))]).toEqual(expected);
  });
});

describe('the text of a study', () => {
  it('says which pipelines it joins, and in what networks and images differ', async () => {
    const { out } = await joined({
      ...{ images: { resolution: 64 }, backbones: [{ name: 'resnet9', width: 0.5 }] },
    });
    expect(out).toMatch(
      /Study: 2 combinations of dataset, network and task from 2 pipelines \(grid and other\), each once\./,
    );
    expect(out).toMatch(/differ in network \(resnet9 \(width 0\.25\) and resnet9 \(width 0\.5\)\)/);
    expect(out).toMatch(/and resolution \(32 and 64 pixels\)/);
  });

  it('says so where they do not differ, and counts a cell of two pipelines once', async () => {
    const { out } = await joined({ seeds: 3 });
    expect(out).toMatch(
      /Study: 1 combination of dataset, network and task from 2 pipelines .* All have one network and one resolution/,
    );
    expect(out).toMatch(/falls-with-labels: /);
  });

  it('unequal tasks have a panel each, and one table', async () => {
    const { rows, out } = await joined({ tasks: ['classification', 'segmentation'] });
    expect([...new Set(rows.map(({ task }) => task))]).toEqual(['classification', 'segmentation']);
    expect(out).toMatch(/Study: 2 combinations of dataset, network and task from 2 pipelines/);
  });
});
