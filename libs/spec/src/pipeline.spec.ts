import { isActive, resolveDataset, resolvePipeline } from '.';
import { least, workspace } from './testing/workspace';

describe('resolvePipeline', () => {
  it('puts every default in place', () => {
    expect(resolvePipeline(workspace({ x: least }), 'x')).toEqual({
      name: 'x',
      question: 'Why?',
      cost: '',
      expected: '',
      active: false,
      datasets: [
        {
          dataset: 'flat',
          factors: { texture: false, colour: false, viewpoint: false, lighting: false },
          background: 'lit',
          resolution: 64,
          counts: { train: 20_000, validation: 1_000, test: 4_000 },
          shapesPerBucket: 40,
          seed: 0,
        },
      ],
      backbones: [{ name: 'brick', options: { width: 1, layers: [8, 8] } }],
      tasks: [{ name: 'sort', options: {} }],
      methods: [{ name: 'turn', options: { head: 'linear', shared: true } }],
      budgets: { scratch: [10, 20], finetune: [10, 20] },
      seeds: [0, 1, 2],
      pretrainingSeeds: 1,
      training: {
        imageSteps: { perLabel: 50, minimum: 20_000, maximum: 160_000 },
        batch: 64,
        peakRate: 3e-3,
        finalRate: 1e-6,
        warmup: 0.025,
        weightDecay: 1e-4,
      },
      pretraining: {
        imageSteps: 200_000,
        batch: 64,
        peakRate: 1e-3,
        finalRate: 1e-5,
        warmup: 0.025,
        weightDecay: 1e-4,
      },
      augment: { jitter: true, grey: true, flip: true, crop: true, cutout: true },
      epochMinimum: 10_000,
      precision: 'float32',
      inversion: 'isotonic',
      interval: { coverage: 0.95, draws: 2000, seed: 0 },
    });
  });

  it('takes short and long forms alike', () => {
    const long = {
      ...least,
      methods: [{ name: 'turn' }],
      budgets: { scratch: [10, 20], finetune: [10, 20] },
      seeds: [0, 1, 2],
    };
    expect(resolvePipeline(workspace({ x: long }), 'x')).toEqual(
      resolvePipeline(workspace({ x: least }), 'x'),
    );
  });

  it('lets a pipeline override the images of its datasets, key by key', () => {
    const datasets = { flat: { images: { resolution: 32, train: 100, test: 50 } } };
    const keys = { ...least, images: { train: 40 } };
    const [dataset] = resolvePipeline(workspace({ x: keys }, datasets), 'x').datasets;
    expect(dataset).toMatchObject({
      resolution: 32,
      counts: { train: 40, validation: 1_000, test: 50 },
    });
  });

  it('inherits all but prose and activity', () => {
    const base = { ...least, cost: 'much', active: true, training: { batch: 32, warmup: 0.1 } };
    const child = {
      question: 'How?',
      extends: 'base',
      budgets: { finetune: [10] },
      training: { batch: 16 },
    };
    const resolved = resolvePipeline(workspace({ x: child, base }), 'x');
    expect(resolved).toMatchObject({
      question: 'How?',
      cost: '',
      active: false,
      budgets: { scratch: [10, 20], finetune: [10] },
      training: { batch: 16, warmup: 0.1 },
    });
  });

  it('asks every document for its own question', () => {
    const documents = workspace({ x: { extends: 'base' }, base: least });
    expect(() => resolvePipeline(documents, 'x')).toThrow(
      'pipelines/x.json: key "question" is missing',
    );
  });

  it('leaves the documents as they are', () => {
    const documents = workspace({ x: least });
    const once = resolvePipeline(documents, 'x');
    once.backbones[0]!.options['layers'] = [];
    once.augment.flip = false;
    expect(resolvePipeline(documents, 'x')).not.toEqual(once);
  });
});

describe('resolveDataset', () => {
  it('inherits factor by factor', () => {
    const { datasets } = workspace(
      {},
      {
        base: { factors: { texture: true, colour: true }, title: 'TC' },
        lit: { extends: 'base', factors: { lighting: true, colour: false } },
      },
    );
    expect(resolveDataset(datasets, 'lit')).toMatchObject({
      title: '',
      factors: { texture: true, colour: false, viewpoint: false, lighting: true },
    });
  });
});

describe('isActive', () => {
  it('is unknown for a document that cannot be read', () => {
    const { pipelines } = workspace({ on: { active: true }, off: {}, broken: '{' });
    expect(['on', 'off', 'broken'].map((name) => isActive(pipelines, name))).toEqual([
      true,
      false,
      undefined,
    ]);
  });
});
