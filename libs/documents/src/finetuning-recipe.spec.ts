import { finetunedBackbone, resolvePipeline } from '.';
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
      'a rate where nothing is finetuned',
      { evaluations: ['linear'], methods: [{ name: 'turn', training: { peakRate: 0.01 } }] },
      /methods\[0\]\.training: without effect.*expected an evaluation that trains with labels, e\.g\. finetune/,
    ],
  ])('refuses %s', (_, keys, message) => {
    expect(() => backbonesOf(keys)).toThrow(message);
  });
});
