import { finetunedBackbone, resolvePipeline, trainingSchedule } from '.';
import { least, workspace } from './testing/workspace';

const backbonesOf = (keys: object) =>
  resolvePipeline(workspace({ x: { ...least, ...keys } }), 'x').backbones;

describe('the recipe of finetuning', () => {
  it('is that of scratch, with what a method changes', () => {
    const methods = [
      'turn',
      { name: 'hide', training: { peakRate: 0.01 } },
      { name: 'turn', as: 'own', training: {} },
    ];
    const [backbone] = backbonesOf({ methods });
    const { training, methods: resolved } = backbone!;
    expect(resolved.map((method) => method.training)).toEqual([
      ...[undefined, { peakRate: 0.01 }, undefined],
    ]);
    expect(resolved.map((method) => finetunedBackbone(backbone!, method).training)).toEqual([
      ...[training, { ...training, peakRate: 0.01 }, training],
    ]);
  });

  it('changes what a backbone says over the pipeline', () => {
    const [backbone] = backbonesOf({
      training: { batch: 16 },
      methods: [{ name: 'turn', training: { warmup: 0.2 } }],
      backbones: [{ name: 'brick', training: { peakRate: 0.02 } }],
    });
    expect(finetunedBackbone(backbone!, backbone!.methods[0]!).training).toMatchObject({
      ...{ batch: 16, peakRate: 0.02, warmup: 0.2 },
    });
  });

  it('has its warm-up at every number of labels', () => {
    const rows = [{ upTo: 10, imagesSeen: 200, warmup: 0.5 }, { imagesSeen: 900 }];
    const warmups = (training: object) => {
      const methods = [{ name: 'turn', training }];
      const [backbone] = backbonesOf({ methods, training: { imagesSeen: rows } });
      const { training: recipe } = finetunedBackbone(backbone!, backbone!.methods[0]!);
      return [10, 20].map((n) => trainingSchedule(recipe, n, 'finetune').warmup);
    };
    expect(warmups({ peakRate: 0.01 })).toEqual([0.5, 0.025]);
    expect(warmups({ warmup: 0.1 })).toEqual([0.1, 0.1]);
  });

  it('is for networks that another entry pretrains, where one does, and only one of them has heads', () => {
    const training = { peakRate: 0.01 };
    const methods = [
      { name: 'turn', as: 'fast', training },
      'turn',
      { name: 'turn', as: 'wide', pretraining: { batch: 8 }, training },
      { name: 'turn', as: 'wider', pretraining: { batch: 8 }, training: { batch: 8 } },
    ];
    const [backbone] = backbonesOf({ methods, evaluations: ['finetune', 'linear'] });
    const shared = backbone!.methods.map(({ networksOf, evaluations }) => [
      networksOf,
      evaluations,
    ]);
    const finetune = [{ name: 'finetune' }];
    expect(shared).toEqual([
      ...[
        ['turn', finetune],
        [undefined, undefined],
        [undefined, undefined],
        ['wide', finetune],
      ],
    ]);
  });

  it.each<[string, object, RegExp]>([
    [
      'a rate that rises',
      { methods: ['hide', { name: 'turn', training: { finalRate: 0.1 } }] },
      /methods\[1\]\.training\.finalRate: larger than the peak \(got 0\.1; expected at most 0\.003\)$/,
    ],
    [
      'images seen, which are those of scratch',
      { methods: [{ name: 'turn', training: { imagesSeen: 900 } }] },
      /methods\[0\]\.training\.imagesSeen: unknown key/,
    ],
    [
      'a batch that no training fills, for one backbone',
      {
        training: { imagesSeen: { minimum: 100 } },
        backbones: [
          'brick',
          { name: 'brick', methods: [{ name: 'turn', training: { batch: 101 } }] },
        ],
      },
      /backbones\[1\]\.methods\[0\]\.training\.batch: less than one step \(got 101; expected at most 100 images/,
    ],
    [
      'a method twice for one backbone',
      { backbones: [{ name: 'brick', methods: ['turn', { name: 'turn', training: {} }] }] },
      /backbones\[0\]\.methods\[1\]: a second time/,
    ],
    [
      'a rate where nothing is finetuned',
      { evaluations: ['linear'], methods: [{ name: 'turn', training: { peakRate: 0.01 } }] },
      /methods\[0\]\.training: without effect.*expected an evaluation that trains with labels, e\.g\. finetune/,
    ],
  ])('refuses %s', (_, keys, message) => {
    expect(() => backbonesOf(keys)).toThrow(message);
  });
});
