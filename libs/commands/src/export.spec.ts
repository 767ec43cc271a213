import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import { indexDocuments, resolvePipeline } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';
import { registries } from '@nhat/plan/registries';
import { repository } from '@nhat/plan/testing/documents';
import { exportCard } from './export-card';
import { exportedNetwork } from './exported-network';
import type { WantedNetwork } from './exported-network';

const plan = planPipeline(resolvePipeline(repository, 'mini/finding-1-methods'));
const chosen = (wanted: Partial<WantedNetwork>, from = plan) => {
  const nothing = { arm: undefined, dataset: undefined, backbone: undefined, labels: undefined };
  const all = { ...nothing, seed: undefined, node: undefined, ...wanted };
  return exportedNetwork('study', from, all);
};

function planOf(keys: JsonObject) {
  const text = (path: string, body: JsonObject) => [{ path, text: JSON.stringify(body) }];
  const body = {
    ...{
      question: '?',
      datasets: ['shapes'],
      backbones: ['resnet9'],
      tasks: ['classification'],
      seeds: 2,
    },
    ...{ budgets: { scratch: [20, 40, 80], finetune: [20, 40] }, ...keys },
  };
  const documents = {
    registries,
    datasets: indexDocuments('dataset', text('datasets/shapes.json', { factors: {} })),
    pipelines: indexDocuments('pipeline', text('pipelines/own.json', body)),
  };
  return planPipeline(resolvePipeline(documents, 'own'));
}

describe('the network that is exported', () => {
  it('is the one that the flags leave, of the smallest seed', () => {
    const { config, node } = chosen({ arm: 'vae', dataset: 'shapes-tc' });
    expect(config).toMatchObject({ dataset: 'shapes-tc', method: { name: 'vae' }, seed: 0 });
    expect(chosen({ node: node.name }).node).toBe(node);
    expect(chosen({ arm: 'vae', dataset: 'shapes-tc', seed: '1' }).config.seed).toBe(1);
  });

  it('is chosen by the name that the document gives to its arm, and by its number of labels', () => {
    const own = { name: 'rotation', as: 'rotation-own', pretraining: { images: 'labelled' } };
    const named = planOf({ methods: ['rotation', own], evaluations: ['finetune', 'linear'] });
    const rotation = chosen({ arm: 'rotation' }, named);
    expect([rotation.arms, rotation.config.labelled]).toEqual([['rotation'], undefined]);
    expect(() => chosen({}, named)).toThrow(/their arm .*one of rotation, rotation-own/);
    expect(() => chosen({ arm: 'rotation-own' }, named)).toThrow(/--labels=…, one of 20, 40/);
    const { arms, config } = chosen({ arm: 'rotation-own', labels: '40', seed: '1' }, named);
    expect([arms, config.labelled]).toEqual([
      ['rotation-own'],
      expect.objectContaining({ n: 40, seed: 1 }),
    ]);
  });

  it('is told apart by options and images where its name alone does not say which it is', () => {
    const [quarter, half] = [0.25, 0.5].map((width) => ({ name: 'resnet9', width }));
    const of = (keys: JsonObject) => planOf({ methods: ['rotation'], ...keys });
    const widths = of({ backbones: [quarter!, half!] });
    expect(() => chosen({}, widths)).toThrow(
      /one of \S+ \(\S*width 0\.25\), \S+ \(\S*width 0\.5\)/,
    );
    const [small, large] = [32, 64].map((resolution) =>
      of({ backbones: [quarter!], images: { resolution } }),
    );
    const joined = { ...small!, nodes: [...small!.nodes, ...large!.nodes] };
    expect(() => chosen({}, joined)).toThrow(/images-shapes-32px-\w+\).*images-shapes-64px-\w+\)/);
  });

  it.each<[string, Partial<WantedNetwork>, RegExp]>([
    ['several arms', {}, /^nx export study: .*arm.*--arm=….*vae.*amdim/],
    ['several datasets', { arm: 'vae' }, /--dataset=….*shapes-tcvl, shapes-tc/],
    ['an unknown arm', { arm: 'byol' }, /^--arm: .*got "byol".*one of .*vae/],
    ['a seed that is not there', { arm: 'vae', seed: '9' }, /^--seed: .*one of 0, 1/],
  ])('is refused for %s, with the choices', (_, wanted, message) => {
    expect(() => chosen(wanted)).toThrow(message);
  });
});

describe('the card', () => {
  const manifest = (config: object, scores: object) =>
    ({
      config,
      actionKey: 'key',
      outputs: { stage: 'x', blobs: {}, scores },
    }) as unknown as Manifest;
  const backbone = { name: 'resnet9', options: { width: 0.25, features: 256 } };
  const run = {
    ...{ backbone, task: { name: 'classification' }, evaluation: { name: 'finetune' } },
    ...{ n: 50, seed: 1 },
  };
  const recipe = (peakRate: number) => ({ imagesSeen: 40_000, batch: 64, peakRate });
  const card = exportCard({
    arm: 'vae',
    pretraining: manifest(chosen({ arm: 'vae', dataset: 'shapes-tc' }).config, { loss: 0.5 }),
    images: manifest(
      {},
      {
        ...{ classes: ['bench', 'car'], resolution: 32 },
        lab: { mean: [50, 1, 2], std: [20, 0.1, 9] },
      },
    ),
    runs: [
      manifest({ ...run, schedule: recipe(0.003) }, { test: 0.4, chance: 0.1 }),
      manifest({ ...run, schedule: recipe(0.01) }, { test: 0.5, chance: 0.1 }),
      manifest({ ...run, evaluation: { name: 'probe' } }, { test: 0.3, chance: 0.1 }),
    ],
    weights: 'x.safetensors',
  });

  it('has classes, scores, layers and how images are read, with the deviation that divides', () => {
    expect(card).toMatchObject({
      ...{ arm: 'vae', classes: ['bench', 'car'], weights: 'x.safetensors' },
      preprocessing: { size: 32, mean: [50, 1, 2], deviation: [20, 1, 9] },
      networks: [{ channels: [0, 3], fc: 'fc', unit: false }],
    });
  });

  it('tells two recipes of one network apart, and what fits a head without steps', () => {
    const same = { task: 'classification', evaluation: { name: 'finetune' }, n: 50, seed: 1 };
    expect(card['scores']).toMatchObject({
      runs: [
        { ...same, schedule: { peakRate: 0.003 }, test: 0.4, chance: 0.1 },
        { ...same, schedule: { peakRate: 0.01 }, test: 0.5, chance: 0.1 },
        { ...same, evaluation: { name: 'probe' }, schedule: null, test: 0.3, chance: 0.1 },
      ],
    });
  });

  it('has every key that docs/export.md reads', () => {
    const text = readFileSync(join(__dirname, '../../../docs/export.md'), 'utf8');
    const [, code] = /```python\n([^]*?)```/.exec(text)!;
    const read = [...code!.matchAll(/\b(?:card|at|b|net)\[['"](\w+)['"]\]/g)].map(
      ([, key]) => key!,
    );
    expect(new Set(read).size).toBeGreaterThan(12);
    const keys = new Set<string>();
    JSON.stringify(card, (key, value: unknown) => {
      keys.add(key);
      return value;
    });
    expect(read.filter((key) => !keys.has(key))).toEqual([]);
  });
});
