import {
  evaluationLabel,
  evaluationSlug,
  isActive,
  resolveDataset,
  resolvePipeline,
  trainingSchedule,
} from '.';
import { least, registries, workspace } from './testing/workspace';

const everything = { jitter: true, grey: true, flip: true, crop: true, cutout: true };
const turn = {
  name: 'turn',
  options: { head: 'linear', shared: true },
  pretraining: {
    imagesSeen: 200_000,
    batch: 64,
    peakRate: 1e-3,
    finalRate: 1e-5,
    warmup: 0.025,
    weightDecay: 1e-4,
    probes: true,
  },
  augment: everything,
};

describe('resolvePipeline', () => {
  it('fills in every default', () => {
    expect(resolvePipeline(workspace({ x: least }), 'x')).toEqual({
      name: 'x',
      question: 'Why?',
      randomWeights: true,
      scores: null,
      labels: null,
      cost: '',
      expected: '',
      active: false,
      claims: [],
      includes: [],
      datasets: [
        {
          dataset: 'flat',
          resolution: 64,
          counts: { train: 20_000, validation: 1_000, test: 4_000 },
          source: {
            name: 'rendered',
            factors: { texture: false, colour: false, viewpoint: false, lighting: false },
            ...{ background: 'lit', objects: 1, shapesPerBucket: 40, seed: 0 },
          },
        },
      ],
      backbones: [
        {
          name: 'brick',
          options: { width: 1, layers: [8, 8] },
          training: {
            imagesSeen: { perLabel: 50, minimum: 20_000, maximum: 160_000 },
            scratchFactor: 1,
            batch: 64,
            peakRate: 3e-3,
            finalRate: 1e-6,
            warmup: 0.025,
            weightDecay: 1e-4,
          },
          methods: [turn],
        },
      ],
      tasks: [{ name: 'sort', options: {}, augment: everything }],
      methods: [turn],
      evaluations: [{ name: 'finetune' }],
      budgets: { scratch: [10, 20], finetune: [10, 20] },
      ownBudgets: new Map(),
      probes: new Map([['flat', [{ name: 'sort', options: {} }]]]),
      seeds: [0, 1, 2],
      pretrainingSeeds: 'seeds',
      epochMinimum: 10_000,
      precision: 'auto',
      inversion: 'isotonic',
      metric: 'accuracy',
      interval: { coverage: 0.95, draws: 2000, seed: 0 },
      goal: null,
      decision: null,
      added: [],
    });
  });

  it('accepts short and long forms', () => {
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

  it('lets a pipeline override options of the source of its datasets, key by key', () => {
    const datasets = { flat: { factors: { colour: true }, images: { train: 100, test: 50 } } };
    const keys = { ...least, source: { shapesPerBucket: 240, factors: { lighting: true } } };
    const [dataset] = resolvePipeline(workspace({ x: keys }, datasets), 'x').datasets;
    expect(dataset!.source).toMatchObject({
      shapesPerBucket: 240,
      factors: { colour: true, lighting: true, viewpoint: false },
      background: 'lit',
    });
  });

  it.each([
    [{ shapesPerBuckets: 240 }, /x\.json › source\.shapesPerBuckets: .*shapesPerBucket/],
    [{ shapesPerBucket: 0 }, /x\.json › source\.shapesPerBucket: /],
    [{ name: 'noise' }, /x\.json › source\.name: /],
  ])('refuses %j as options of the source', (source, message) => {
    expect(() => resolvePipeline(workspace({ x: { ...least, source } }), 'x')).toThrow(message);
  });

  it('completes evaluations, and derives their labels and parts of node names', () => {
    const evaluations = [
      'finetune',
      { name: 'finetune', freezeAfter: 0 },
      { name: 'finetune', freezeAfter: 0, frozenStatistics: 'moving' },
      'linear',
      { name: 'mlp' },
      { name: 'knn', neighbours: 5 },
    ];
    const resolved = resolvePipeline(workspace({ x: { ...least, evaluations } }), 'x').evaluations;
    expect(resolved).toEqual([
      { name: 'finetune' },
      { name: 'finetune', freezeAfter: 0, frozenStatistics: 'fixed' },
      { name: 'finetune', freezeAfter: 0, frozenStatistics: 'moving' },
      { name: 'linear', inversePenalty: 1, positions: 50_000 },
      { name: 'mlp' },
      { name: 'knn', neighbours: 5 },
    ]);
    const named = resolved.map((evaluation) => [
      evaluationLabel(registries.evaluations, evaluation),
      evaluationSlug(registries.evaluations, evaluation).join('-'),
    ]);
    expect(named).toEqual([
      ['finetune', ''],
      ['finetune 0 fixed', '0-fixed'],
      ['finetune 0 moving', '0-moving'],
      ['linear', 'linear'],
      ['mlp', 'mlp'],
      ['5-nn', 'knn'],
    ]);
  });

  it('lets a dataset have budgets of its own, arm by arm', () => {
    const datasets = [
      'flat',
      { name: 'easy', budgets: [1, 2] },
      { name: 'hard', budgets: { scratch: [30, 90] } },
    ];
    const kinds = { flat: {}, easy: {}, hard: {} };
    const { ownBudgets } = resolvePipeline(workspace({ x: { ...least, datasets } }, kinds), 'x');
    expect(Object.fromEntries(ownBudgets)).toEqual({
      easy: { scratch: [1, 2], finetune: [1, 2] },
      hard: { scratch: [30, 90], finetune: [10, 20] },
    });
  });

  it('reads schedules from the choice, else the document, else the method, else the schema', () => {
    const schedules = (keys: object) =>
      resolvePipeline(workspace({ x: { ...least, ...keys } }), 'x').methods.map(
        ({ name, pretraining }) => [
          name,
          pretraining?.batch,
          pretraining?.peakRate,
          pretraining?.finalRate,
        ],
      );
    expect(schedules({ methods: ['turn', 'hide'] })).toEqual([
      ['turn', 64, 1e-3, 1e-5],
      ['hide', 32, 5e-4, 1e-5],
    ]);
    const methods = ['turn', { name: 'hide', pretraining: { peakRate: 7e-4 } }];
    expect(schedules({ methods, pretraining: { peakRate: 2e-3, batch: 16 } })).toEqual([
      ['turn', 16, 2e-3, 1e-5],
      ['hide', 16, 7e-4, 1e-5],
    ]);
  });

  it('reads augmentations in the same way, from methods for pretraining and from tasks for training', () => {
    const keys = {
      methods: ['turn', 'hide'],
      tasks: ['sort', { name: 'measure', augment: { grey: false } }],
      augment: { jitter: true, flip: false },
    };
    const { methods, tasks } = resolvePipeline(workspace({ x: { ...least, ...keys } }), 'x');
    const base = { ...everything, flip: false };
    expect([...methods, ...tasks].map(({ name, augment }) => [name, augment])).toEqual([
      ['turn', base],
      ['hide', { ...base, cutout: false }],
      ['sort', base],
      ['measure', { ...base, crop: false, grey: false }],
    ]);
  });

  it('takes options of augmentations, and writes down only those that are not at their defaults', () => {
    const augmentOf = (augment: object) =>
      resolvePipeline(workspace({ x: { ...least, augment } }), 'x').methods[0]!.augment;
    expect(augmentOf({ jitter: { strength: 0.5 } })).toEqual({
      ...everything,
      jitter: { strength: 0.5 },
    });
    expect(augmentOf({ jitter: { strength: 0.25, probability: 0.8 } })).toEqual(everything);
    expect(augmentOf({ jitter: {} })).toEqual(everything);
    expect(augmentOf({ jitter: true, flip: false })).toEqual({ ...everything, flip: false });
  });

  it('leaves out an augmentation that is off by default while it is off', () => {
    const augmentOf = (augment: object) =>
      resolvePipeline(workspace({ x: { ...least, augment } }), 'x').tasks[0]!.augment;
    expect(augmentOf({ blur: false })).toEqual(everything);
    expect(augmentOf({ blur: true })).toEqual({ ...everything, blur: true });
    expect(augmentOf({ blur: { strength: 0.1 } })).toEqual({
      ...everything,
      blur: { strength: 0.1 },
    });
  });

  it('gives a backbone its own recipe and methods, over those of the pipeline', () => {
    const keys = {
      methods: ['hide', { name: 'turn', head: 'deep', pretraining: { batch: 8 } }],
      training: { batch: 16, imagesSeen: { minimum: 100 } },
      backbones: [
        'brick',
        {
          name: 'brick',
          width: 2,
          training: { peakRate: 2e-3, imagesSeen: { maximum: 900 } },
          methods: [{ name: 'turn', shared: false }],
        },
      ],
    };
    const [all, narrowed] = resolvePipeline(workspace({ x: { ...least, ...keys } }), 'x').backbones;
    expect(all!.methods.map(({ name }) => name)).toEqual(['hide', 'turn']);
    expect(narrowed).toMatchObject({
      options: { width: 2 },
      training: { batch: 16, peakRate: 2e-3, imagesSeen: { minimum: 100, maximum: 900 } },
      methods: [
        { name: 'turn', options: { head: 'deep', shared: false }, pretraining: { batch: 8 } },
      ],
    });
    expect(Object.keys(narrowed!.options)).toEqual(['width', 'layers']);
  });

  it('takes images seen by budget', () => {
    const rows = [{ upTo: 10, imagesSeen: 200 }, { imagesSeen: 900 }];
    const { backbones } = resolvePipeline(
      workspace({
        x: { extends: 'base', question: '?', training: { imagesSeen: rows } },
        base: least,
      }),
      'x',
    );
    expect(backbones[0]!.training.imagesSeen).toEqual(rows);
    expect(
      [10, 11].map((n) => trainingSchedule(backbones[0]!.training, n, 'scratch').imagesSeen),
    ).toEqual([200, 900]);
  });

  it('inherits all keys but texts and active', () => {
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
      backbones: [{ training: { batch: 16, warmup: 0.1 } }],
    });
  });

  it('requires a question in every document', () => {
    const documents = workspace({ x: { extends: 'base' }, base: least });
    expect(() => resolvePipeline(documents, 'x')).toThrow(
      'pipelines/x.json: key "question" is missing',
    );
  });

  it('leaves the documents as they are', () => {
    const documents = workspace({ x: least });
    const once = resolvePipeline(documents, 'x');
    once.backbones[0]!.options['layers'] = [];
    once.tasks[0]!.augment['flip'] = false;
    expect(resolvePipeline(documents, 'x')).not.toEqual(once);
  });
});

describe('resolveDataset', () => {
  const resolved = (documents: Record<string, object>, name: string) => {
    const { datasets, registries } = workspace({}, documents);
    return resolveDataset(datasets, name, registries.sources);
  };
  const small = { images: { test: 50 } };
  const loud = { source: { name: 'noise', level: 3, shades: { dark: 4 } }, ...small };

  it('inherits factor by factor', () => {
    const documents = {
      base: { factors: { texture: true, colour: true }, title: 'TC' },
      lit: { extends: 'base', factors: { lighting: true, colour: false } },
    };
    expect(resolved(documents, 'lit')).toMatchObject({
      title: '',
      source: { factors: { texture: true, colour: false, viewpoint: false, lighting: true } },
    });
  });

  it('takes options of the first source beside its name, without it, or in an object', () => {
    const options = { factors: { colour: true }, seed: 4 };
    const [flat, named, nested] = [
      options,
      { source: 'rendered', ...options },
      { source: { name: 'rendered', ...options } },
    ].map((body) => resolved({ set: body }, 'set'));
    expect(flat!.source).toMatchObject({ name: 'rendered', ...options });
    expect([named, nested]).toEqual([flat, flat]);
  });

  it('gives another source its own options, with defaults and by inheritance', () => {
    expect(resolved({ set: { source: 'noise', ...small } }, 'set').source).toEqual({
      ...{ name: 'noise', level: 1, shades: { dark: 0, light: 9 } },
    });
    const child = { extends: 'base', source: { name: 'noise', shades: { light: 7 } } };
    expect(resolved({ base: loud, set: child }, 'set')).toMatchObject({
      source: { name: 'noise', level: 3, shades: { dark: 4, light: 7 } },
      images: { test: 50, train: 20_000 },
    });
  });

  it('keeps no options of a source that a document replaces', () => {
    const base = { factors: { colour: true }, seed: 4, ...small };
    const { source } = resolved({ base, set: { extends: 'base', source: 'noise' } }, 'set');
    expect(source).toEqual({ name: 'noise', level: 1, shades: { dark: 0, light: 9 } });
    const back = { extends: 'base', source: 'rendered', seed: 2 };
    expect(resolved({ base: loud, set: back }, 'set').source).toMatchObject({
      ...{ name: 'rendered', seed: 2, objects: 1 },
    });
  });

  it('refuses an option that the inherited source does not have', () => {
    const documents = { base: loud, set: { extends: 'base', seed: 2 } };
    expect(() => resolved(documents, 'set')).toThrow(
      /^datasets\/set\.json › source\.seed: unknown/,
    );
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
