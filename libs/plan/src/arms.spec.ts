import { indexDocuments, pipelineOptions, resolvePipeline } from '@nhat/documents';
import type { JsonObject, Pipeline } from '@nhat/documents';
import { nodeSlug, planPipeline } from '.';
import type { Plan } from '.';
import { registries } from './registries';

const table = { name: 'features', file: 'dino.csv', title: 'DINOv3 ViT-S' };
const document: JsonObject = {
  question: 'Is it worth it?',
  datasets: ['photos'],
  backbones: ['resnet9'],
  tasks: ['classification'],
  methods: ['rotation', table, 'image-statistics', 'random-frozen'],
  budgets: { scratch: [20, 40, 80], finetune: [20, 40] },
  seeds: 2,
};
const photos = (path: string) => ({ source: { name: 'folder', path }, images: { resolution: 32 } });

function resolved(keys: JsonObject = {}, path = '../photos'): Pipeline {
  const datasets = { photos: photos(path), shapes: { factors: {} } };
  const text = (kind: string, documents: object) =>
    Object.entries(documents).map(([name, body]) => ({
      path: `${kind}s/${name}.json`,
      text: JSON.stringify(body),
    }));
  return resolvePipeline(
    {
      registries,
      datasets: indexDocuments('dataset', text('dataset', datasets)),
      pipelines: indexDocuments('pipeline', text('pipeline', { own: { ...document, ...keys } })),
    },
    'own',
  );
}
const planned = (keys?: JsonObject, path?: string): Plan => planPipeline(resolved(keys, path));
const nodesOf = ({ nodes }: Plan, stage: string, part = '') =>
  nodes.filter((node) => node.stage === stage && node.name.includes(part));
const slugs = (plan: Plan, stage: string, part?: string) =>
  nodesOf(plan, stage, part).map(({ name }) => nodeSlug(name));

describe('arms without pretraining', () => {
  const plan = planned();

  it('have features in place of networks: one node, or one for each random network', () => {
    expect(slugs(plan, 'features')).toEqual([
      'features-photos-features',
      'features-photos-image-statistics',
      'features-photos-random-frozen-resnet9-s0',
      'features-photos-random-frozen-resnet9-s1',
    ]);
    expect(slugs(plan, 'pretrain').every((slug) => slug.includes('rotation'))).toBe(true);
    expect(slugs(plan, 'utility')).toEqual([
      'utility-photos-rotation-resnet9-classification',
      'utility-photos-features-resnet9-classification-linear',
      'utility-photos-image-statistics-resnet9-classification-linear',
      'utility-photos-random-frozen-resnet9-classification-linear',
    ]);
    expect(plan.comparisons.map(({ arm }) => arm)).toEqual([
      ...['rotation', 'features (linear)', 'image-statistics (linear)', 'random-frozen (linear)'],
    ]);
  });

  it('have a linear head for the labels and seeds of every other arm, and no networks to differ', () => {
    const heads = nodesOf(plan, 'finetune', 'photos-features-');
    expect(heads.map(({ config: { n, seed } }) => [n, seed])).toEqual(
      nodesOf(plan, 'finetune', 'photos-rotation-').map(({ config: { n, seed } }) => [n, seed]),
    );
    for (const { config, upstream, bundle } of heads) {
      expect(config).toMatchObject({ evaluation: { name: 'linear' }, labels: 'random' });
      expect(config).not.toHaveProperty('schedule');
      expect(upstream.map(({ role }) => role)).toEqual(['images', 'features']);
      expect(bundle).toBe('bundle-feature-head-classification');
    }
    const curves = nodesOf(plan, 'curve');
    expect(curves.map(({ config: { arm, pretraining } }) => [arm, pretraining])).toEqual([
      ['scratch', null],
      ['rotation', { 0: 0, 1: 1 }],
      ...['features', 'image-statistics', 'random-frozen'].map((arm) => [arm, null]),
    ]);
  });

  it('leave the nodes of all other arms as they are', () => {
    const alone = planned({ methods: ['rotation'] }).nodes.filter(
      ({ stage }) => stage !== 'spread' && stage !== 'utility',
    );
    const names = plan.nodes.map(({ name }) => name);
    expect(alone.filter(({ name }) => !names.includes(name))).toEqual([]);
  });

  it('take their evaluation from the pipeline where it has that', () => {
    const evaluations = ['finetune', { name: 'linear', inversePenalty: 1 }];
    const { comparisons } = planned({ evaluations });
    expect(comparisons.map(({ arm }) => arm)).toEqual([
      ...['rotation', 'rotation (linear, C = 1)', 'features (linear, C = 1)'],
      ...['image-statistics (linear, C = 1)', 'random-frozen (linear, C = 1)'],
    ]);
  });

  it('do not depend on where files lie', () => {
    const [node] = nodesOf(plan, 'features', 'photos-features-');
    expect(node).toMatchObject({
      outside: true,
      paths: { path: '../photos', features: 'dino.csv' },
    });
    const moved = planned(
      {
        methods: [
          'rotation',
          { ...table, file: '/data/dino.csv' },
          'image-statistics',
          'random-frozen',
        ],
      },
      '/data/photos',
    );
    const [other] = nodesOf(moved, 'features');
    expect(other!.name).not.toBe(node!.name);
    expect(other!.config).toEqual(node!.config);
    expect(JSON.stringify(node!.config)).not.toMatch(/dino\.csv|photos"?\/|\.\.\/photos/);
    const arms = (one: Plan) =>
      nodesOf(one, 'spread')
        .flatMap(({ config }) => config['panels'] as { finetuned: { arm: string }[] }[])
        .flatMap(({ finetuned }) => finetuned.map(({ arm }) => arm));
    expect(arms(moved)).toEqual(arms(plan));
  });

  it('may have two tables under names of their own', () => {
    const methods = [
      { ...table, as: 'dinov3' },
      { name: 'features', as: 'clip', file: 'clip.csv' },
    ];
    const plan = planned({ methods });
    expect(slugs(plan, 'features')).toEqual(['features-photos-dinov3', 'features-photos-clip']);
    expect(plan.comparisons.map(({ arm }) => arm)).toEqual(['dinov3 (linear)', 'clip (linear)']);
    expect(Object.keys(pipelineOptions(resolved({ methods }))['methods'] as object)).toHaveLength(
      2,
    );
  });

  it('may stand beside one method twice, which has a name of its own, too', () => {
    const methods = [
      'rotation',
      { name: 'rotation', as: 'long', pretraining: { imagesSeen: 400_000 } },
    ];
    const plan = planned({ methods });
    expect(plan.comparisons.map(({ arm }) => arm)).toEqual(['rotation', 'long']);
    expect(slugs(plan, 'pretrain')).toContain('pretrain-photos-long-resnet9-s0');
    const renamed = planned({
      methods: [
        'rotation',
        { name: 'rotation', as: 'longer', pretraining: { imagesSeen: 400_000 } },
      ],
    });
    const trained = (one: Plan) =>
      ['pretrain', 'finetune'].flatMap((stage) => nodesOf(one, stage).map(({ config }) => config));
    expect(trained(renamed)).toEqual(trained(plan));
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a table for rendered images',
      { datasets: ['shapes'] },
      /methods\[1\]: the images of shapes have no names.*folder/s,
    ],
    [
      'a table without a file',
      { methods: ['features'] },
      /methods\[0\]\.file: no table of features.*"file" is missing.*expected the path of a file/,
    ],
    [
      'a network from elsewhere as a method',
      { methods: ['dino'] },
      /methods\[0\]: unknown name.*"name": "features", "file"/s,
    ],
    [
      'a number where an object belongs',
      { methods: ['rotation'], training: { imagesSeen: 320 } },
      /training\.imagesSeen: wrong type.*got 320.*perLabel, minimum, maximum/s,
    ],
    [
      'one arm twice',
      { methods: [table, { ...table, file: 'clip.csv' }] },
      /methods\[1\]: a second time.*"as"/s,
    ],
    [
      'the name of another method',
      { methods: [{ ...table, as: 'rotation' }] },
      /methods\[0\].as: a name that something else has/,
    ],
    [
      'the name scratch',
      { methods: [{ ...table, as: 'scratch' }] },
      /as: a name that something else has/,
    ],
    [
      'a name that is none',
      { methods: [{ ...table, as: 'DINO v3' }] },
      /as: not a name for an arm/,
    ],
    [
      'a schedule of pretraining',
      { methods: [{ ...table, pretraining: { batch: 8 } }] },
      /pretraining/,
    ],
    [
      'a task on maps',
      { datasets: ['shapes'], tasks: ['segmentation'], methods: ['image-statistics'] },
      /methods\[0\]: has one row for an image/,
    ],
  ])('are refused: %s', (_, keys, message) => {
    expect(() => resolved(keys)).toThrow(message);
  });
});
