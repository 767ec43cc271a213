import { differencesOf } from './pipeline-options';

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
});
