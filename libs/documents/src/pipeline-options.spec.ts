import { resolvePipeline } from '.';
import type { JsonObject } from '.';
import { differencesOf, optionDifferences, pipelineOptions } from './pipeline-options';
import { workspace } from './testing/workspace';

const options = {
  datasets: { 'shapes-tc': { counts: { train: 400 } } },
  methods: { rotation: { pretraining: { peakRate: 0.001 } } },
  budgets: { finetune: [20, 50] },
};

describe('options in which two pipelines differ', () => {
  it('are none for the same options', () => {
    expect(differencesOf(options, structuredClone(options))).toEqual([]);
  });

  it('are named by their path, with both values', () => {
    const methods = { rotation: { pretraining: { peakRate: 0.003 } } };
    const budgets = { finetune: [20, 50, 100] };
    expect(differencesOf(options, { ...options, methods, budgets })).toEqual([
      { name: 'methods › rotation › pretraining › peakRate', before: '0.001', after: '0.003' },
      { name: 'budgets › finetune', before: '[20,50]', after: '[20,50,100]' },
    ]);
  });

  it('has one line for an entry that only one of them has', () => {
    const simclr = {
      options: { views: 2 },
      pretraining: { peakRate: 0.001, imagesSeen: 640, batch: 64 },
    };
    const more = { ...options, methods: { ...options.methods, simclr } };
    expect(differencesOf(options, more)).toMatchObject([
      { name: 'methods › simclr', before: 'none' },
    ]);
    expect(differencesOf(more, options)).toMatchObject([
      { name: 'methods › simclr', after: 'none' },
    ]);
  });

  it('name a method that a list has twice as its arm, in backbones and included pipelines, too', () => {
    const arms = (peakRate: number) => ({
      rotation: { pretraining: { imagesSeen: 640 } },
      'rotation (2)': { as: 'long', pretraining: { imagesSeen: 6400, peakRate } },
    });
    const study = (peakRate: number) => ({
      backbones: { resnet9: { methods: arms(peakRate) } },
      methods: arms(peakRate),
      includes: { other: { methods: arms(peakRate) } },
    });
    const change = { before: '0.001', after: '0.003' };
    expect(differencesOf(study(0.001), study(0.003))).toEqual([
      { name: 'backbones › resnet9 › methods › long › pretraining › peakRate', ...change },
      { name: 'methods › long › pretraining › peakRate', ...change },
      { name: 'includes › other › methods › long › pretraining › peakRate', ...change },
    ]);
    expect(differencesOf({ methods: {} }, { methods: arms(0.001) })).toMatchObject([
      { name: 'methods › rotation', before: 'none' },
      { name: 'methods › long', before: 'none' },
    ]);
  });

  it('are found under names with a dot, too', () => {
    const of = (train: number): JsonObject => ({
      datasets: { 'CIFAR-10.1': { counts: { train } } },
      methods: { 'v1.5': { width: 2, depth: 3 } },
    });
    expect(differencesOf(of(400), of(800))).toEqual([
      { name: 'datasets › CIFAR-10.1 › counts › train', before: '400', after: '800' },
    ]);
    expect(differencesOf({ ...of(400), methods: {} }, of(400))).toEqual([
      { name: 'methods › v1.5', before: 'none', after: '{ "depth": 3, "width": 2 }' },
    ]);
  });

  it('are settings of a table of scores and its number of runs, not what it measured', () => {
    const rows = ['d.1,scratch,50,0,30', 'd.1,scratch,100,0,50', 'd.1,turn,50,0,40'];
    const tabled = (lines: readonly string[], more: object = {}) =>
      resolvePipeline(
        workspace(
          { x: { question: 'X?', scores: { file: 'x.csv', unit: 'percent', ...more } } },
          {},
          { 'x.csv': `dataset,arm,n,seed,value\n${lines.join('\n')}\n` },
        ),
        'x',
      );
    const first = tabled(rows);
    const other = tabled(rows.map((row) => row.replace(/0$/, '1')));
    expect(optionDifferences(first, other)).toEqual([]);
    expect(optionDifferences(first, tabled([...rows, 'd.1,turn,100,0,60']))).toEqual([
      { name: 'scores › runs', before: '3', after: '4' },
    ]);
    expect(optionDifferences(first, tabled(rows, { chance: 10 }))).toEqual([
      { name: 'scores › metrics › task › chance', before: 'null', after: '0.1' },
    ]);
    const { path, runs } = first.scores!;
    const cells = { 'd.1': first.scores!.cells[0]! } as unknown as JsonObject;
    const ofBefore = { ...pipelineOptions(first), scores: { path, runs, cells } };
    expect(differencesOf(ofBefore, pipelineOptions(first))).toEqual([]);
    expect(differencesOf(ofBefore, pipelineOptions(other))).toEqual([]);
  });
});
