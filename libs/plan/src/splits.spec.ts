import { indexDocuments, resolvePipeline } from '@nhat/documents';
import type { DatasetConfig, JsonObject, Pipeline } from '@nhat/documents';
import { nodeSlug, planPipeline } from '.';
import type { Plan } from '.';
import { registries } from './registries';

const document: JsonObject = {
  question: 'Do these photographs save labels?',
  datasets: ['photos'],
  backbones: ['resnet9'],
  tasks: ['classification'],
  methods: [
    'rotation',
    { name: 'features', file: 'dino.csv', title: 'DINO' },
    { name: 'rotation', as: 'own', pretraining: { images: 'labelled' } },
  ],
  budgets: { scratch: [20, 40], finetune: [20] },
  seeds: 3,
};

function resolved(
  source: JsonObject,
  keys: JsonObject = {},
  others: Record<string, JsonObject> = {},
): Pipeline {
  const text = (kind: string, documents: object) =>
    Object.entries(documents).map(([name, body]) => ({
      path: `${kind}s/${name}.json`,
      text: JSON.stringify(body),
    }));
  const photos = { source: { name: 'folder', path: '../photos', ...source } };
  return resolvePipeline(
    {
      registries,
      datasets: indexDocuments('dataset', text('dataset', { photos })),
      pipelines: indexDocuments(
        'pipeline',
        text('pipeline', { study: { ...document, ...keys }, ...others }),
      ),
    },
    'study',
  );
}

const planned = (source: JsonObject, keys?: JsonObject): Plan =>
  planPipeline(resolved(source, keys));

/** The nodes whose images come from other images than those that their seed has. */
function misplaced({ nodes }: Plan, splits: number): string[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const splitOf = (name: string): number =>
    ((byName.get(name)!.config as unknown as DatasetConfig).source['split'] as number) ?? 0;
  return nodes
    .filter(({ config }) => 'seed' in config)
    .filter(({ upstream, config }) => {
      const images = upstream.find(({ role }) => role === 'images');
      const wanted = Number(config['seed']) % splits;
      const pretrained = upstream.filter(({ role }) => role === 'pretrain');
      const seeds = pretrained.map(({ node }) => Number(byName.get(node)!.config['seed']));
      return (
        (images !== undefined && splitOf(images.node) !== wanted) ||
        seeds.some((seed) => seed % splits !== wanted)
      );
    })
    .map(({ name }) => name);
}

describe('a dataset with several splits', () => {
  const plan = planned({ splits: 3 });
  const slugs = (stage: string) =>
    plan.nodes.filter((node) => node.stage === stage).map(({ name }) => nodeSlug(name));

  it('makes the images of each split once, and gives each seed those of its split, pretraining too', () => {
    expect(slugs('images')).toEqual([
      'images-photos-64px',
      'images-photos-64px-split1',
      'images-photos-64px-split2',
    ]);
    expect(misplaced(plan, 3)).toEqual([]);
    expect(misplaced(planned({ splits: 5 }, { seeds: [7, 9, 0] }), 5)).toEqual([]);
    // One table of features for each split, whose images stand in another order.
    expect(slugs('features')).toHaveLength(3);
    expect(slugs('curve')).toHaveLength(4);
  });

  it('has every node of a document without the key where a seed has the first split', () => {
    const without = planned({});
    const names = new Set(plan.nodes.map(({ name }) => name));
    const shared = without.nodes.filter(({ name }) => names.has(name));
    const ofFirst = without.nodes.filter(
      ({ config, stage }) => stage === 'images' || config['seed'] === 0,
    );
    expect(shared.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        ofFirst.filter(({ stage }) => stage !== 'utility').map(({ name }) => name),
      ),
    );
    expect(planned({ splits: 1 })).toEqual(without);
  });
});

describe('seeds and splits that do not fit', () => {
  it.each([
    [
      'two seeds with the same test images',
      { splits: 3 },
      { seeds: 4 },
      /seeds: seeds with the same test images of dataset photos .*"splits": 3.*as many "splits"/s,
    ],
    [
      'a network that has seen the test images of a run',
      { splits: 3 },
      { pretrainingSeeds: 1 },
      /pretrainingSeeds: networks of dataset photos that would be tested on images that they have seen .*"seeds"/s,
    ],
    [
      'more splits than shares of test images',
      { splits: 6 },
      { seeds: 6 },
      /source\.splits: more splits than have test images of their own .*at most 5, because "test" is 0\.2/s,
    ],
    [
      'no test images to choose',
      { splits: 2, test: 0 },
      {},
      /source\.splits: no test images are chosen/,
    ],
  ])('are refused: %s', (_, source, keys, message) => {
    expect(() => resolved(source, keys)).toThrow(message);
  });

  it('are refused where two pipelines of a study have them together', () => {
    const study = {
      ...Object.fromEntries(Object.keys(document).map((key) => [key, undefined])),
      question: 'Both?',
      includes: ['one', 'two'],
    };
    const both = (seeds: number[]) =>
      resolved({ splits: 4 }, study as unknown as JsonObject, {
        one: { ...document, seeds: [0, 1] },
        two: { ...document, seeds },
      });
    expect(() => both([2, 3])).not.toThrow();
    expect(() => both([2, 4])).toThrow(/seeds with the same test images of dataset photos/);
  });
});
