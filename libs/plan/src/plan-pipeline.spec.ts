import { resolvePipeline } from '@nhat/documents';
import type { Pipeline, PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { nodeSlug, planPipeline } from '.';
import type { Plan } from '.';
import { repository } from './testing/documents';

const asWritten = (): Pipeline => resolvePipeline(repository, 'smoke');
/** With one pretrained network. */
const smoke = (): Pipeline => ({ ...asWritten(), pretrainingSeeds: 1 });
const slugs = (plan: Plan) => plan.nodes.map(({ name }) => nodeSlug(name));

/** Names of the nodes of `after` that `before` does not have, without digests. */
const fresh = (before: Plan, after: Plan) => {
  const known = new Set(before.nodes.map(({ name }) => name));
  return after.nodes.filter(({ name }) => !known.has(name)).map(({ name }) => nodeSlug(name));
};

describe('planPipeline', () => {
  it('gives smoke one node per cell of its grid', () => {
    const cells = (arm: string, budgets: number[]) =>
      budgets.flatMap((n) => [0, 1].map((s) => `${arm}-resnet9-classification-n${n}-s${s}`));
    expect(slugs(planPipeline(smoke()))).toEqual([
      'images-shapes-tc-32px',
      ...cells('scratch-shapes-tc', smoke().budgets.scratch),
      'curve-shapes-tc-scratch-resnet9-classification',
      'pretrain-shapes-tc-rotation-resnet9-s0',
      ...cells('finetune-shapes-tc-rotation', smoke().budgets.finetune),
      'curve-shapes-tc-rotation-resnet9-classification',
      'spread-1-panel',
      'utility-shapes-tc-rotation-resnet9-classification',
    ]);
  });

  it('names upstream nodes by role and orders nodes after what they need', () => {
    const { nodes } = planPipeline(smoke());
    const roles = (stage: string) =>
      nodes.find((node) => node.stage === stage)!.upstream.map(({ role }) => role);
    expect(
      Object.fromEntries(
        ['images', 'pretrain', 'scratch', 'finetune', 'utility'].map((s) => [s, roles(s)]),
      ),
    ).toEqual({
      images: [],
      pretrain: ['images'],
      scratch: ['images'],
      finetune: ['images', 'pretrain'],
      utility: ['scratch', 'finetuned', 'spread'],
    });
    nodes.forEach(({ upstream }, at) => {
      const before = nodes.slice(0, at).map(({ name }) => name);
      expect(before).toEqual(expect.arrayContaining(upstream.map(({ node }) => node)));
    });
  });

  it('trains nothing again for another metric, and leaves the main metric out of the curves', () => {
    const plain = planPipeline(smoke());
    const balanced = planPipeline({ ...smoke(), metric: 'balancedAccuracy' });
    expect(fresh(plain, balanced)).toEqual([
      'curve-shapes-tc-scratch-resnet9-classification',
      'curve-shapes-tc-rotation-resnet9-classification',
      'spread-1-panel',
      'utility-shapes-tc-rotation-resnet9-classification',
    ]);
    expect(plain.nodes.filter(({ config }) => 'metric' in config)).toEqual([]);
    const [task] = smoke().tasks as [Pipeline['tasks'][number]];
    const depth = { ...smoke(), tasks: [{ ...task, name: 'depth' }] };
    const maps = planPipeline({ ...depth, metric: 'balancedAccuracy' });
    expect(fresh(planPipeline(depth), maps)).toEqual([]);
  });

  it('takes images seen from the rule: per label, within limits', () => {
    const pipeline = smoke();
    const [{ training }] = pipeline.backbones as [Pipeline['backbones'][number]];
    training.imagesSeen = { perLabel: 10, minimum: 300, maximum: 800 };
    pipeline.budgets = { scratch: [20, 50, 100], finetune: [20] };
    const steps = planPipeline(pipeline)
      .nodes.filter(({ stage }) => stage === 'scratch')
      .map(({ config }) => (config as unknown as SupervisedConfig).schedule.imagesSeen);
    expect(steps).toEqual([300, 300, 500, 500, 800, 800]);
  });

  it('takes images seen from rows, and lets scratch train longer', () => {
    const pipeline = smoke();
    const rows = [
      { upTo: 20, imagesSeen: 300 },
      { upTo: 50, imagesSeen: 500, warmup: 0.1 },
    ];
    Object.assign(pipeline.backbones[0]!.training, {
      imagesSeen: [...rows, { imagesSeen: 900 }],
      scratchFactor: 2.5,
    });
    const schedules = planPipeline(pipeline).nodes.flatMap(({ stage, config }) => {
      const { n, seed, schedule } = config as unknown as SupervisedConfig;
      return n && seed === 0 ? [[stage, n, schedule.imagesSeen, schedule.warmup]] : [];
    });
    expect(schedules).toEqual([
      ['scratch', 20, 750, 0.025],
      ['scratch', 50, 1250, 0.1],
      ['scratch', 100, 2250, 0.025],
      ['finetune', 20, 300, 0.025],
      ['finetune', 50, 500, 0.1],
    ]);
  });

  it('finetunes a method by its own recipe, and trains nothing else again', () => {
    const withMethods = (...keys: object[]): Plan => {
      const [backbone] = smoke().backbones;
      const methods = keys.map((own) => ({ ...backbone!.methods[0]!, ...own }));
      return planPipeline({ ...smoke(), methods, backbones: [{ ...backbone!, methods }] });
    };
    const nodesOf = ({ nodes }: Plan, stage: string) => nodes.filter((one) => one.stage === stage);
    const rates = (plan: Plan, stage: string) =>
      nodesOf(plan, stage).map(
        ({ config }) => (config as unknown as SupervisedConfig).schedule.peakRate,
      );
    const training = { peakRate: 0.02 };
    const [before, after] = [withMethods({}), withMethods({ training })];
    expect(new Set(rates(after, 'finetune'))).toEqual(new Set([0.02]));
    expect(rates(after, 'scratch')).toEqual(rates(before, 'scratch'));
    const stages = fresh(before, after).map((slug) => slug.split('-')[0]);
    expect([...new Set(stages)]).toEqual(['finetune', 'curve', 'spread', 'utility']);
    const both = withMethods({}, { as: 'faster', training });
    expect(both.comparisons.map(({ arm }) => arm)).toEqual(['rotation', 'faster']);
  });

  it('gives a backbone its own methods', () => {
    const pipeline = smoke();
    const [first] = pipeline.methods as [Pipeline['methods'][number]];
    const own = { ...first, pretraining: { ...first.pretraining!, batch: 8 } };
    pipeline.backbones.push({ ...pipeline.backbones[0]!, name: 'resnet50', methods: [own] });
    const batches = planPipeline(pipeline).nodes.flatMap(({ stage, config }) => {
      const { backbone, schedule } = config as unknown as PretrainConfig;
      return stage === 'pretrain' ? [[backbone.name, schedule.batch]] : [];
    });
    expect(batches).toEqual([
      ['resnet9', 64],
      ['resnet50', 8],
    ]);
  });

  it('gives a dataset its own budgets', () => {
    const pipeline = smoke();
    pipeline.ownBudgets = new Map([['shapes-tc', { scratch: [20, 40], finetune: [30] }]]);
    const found = planPipeline(pipeline).nodes.flatMap(({ stage, config }) =>
      'n' in config ? [[stage, config['n'], config['seed']]] : [],
    );
    expect(found).toEqual([
      ...[20, 40].flatMap((n) => [0, 1].map((seed) => ['scratch', n, seed])),
      ...[0, 1].map((seed) => ['finetune', 30, seed]),
    ]);
  });

  it('deals the pretrained networks out to the seeds', () => {
    const pipeline = { ...smoke(), seeds: [7, 8, 9], pretrainingSeeds: 2 };
    const { nodes } = planPipeline(pipeline);
    const seedOf = new Map(
      nodes
        .filter(({ stage }) => stage === 'pretrain')
        .map(({ name, config }) => [name, (config as unknown as PretrainConfig).seed]),
    );
    const dealt = nodes
      .filter(({ stage, config }) => stage === 'finetune' && config['n'] === 20)
      .map(({ config, upstream }) => [config['seed'], seedOf.get(upstream[1]!.node)]);
    expect(dealt).toEqual([
      [7, 0],
      [8, 1],
      [9, 0],
    ]);
  });

  const everyEvaluation = [
    { name: 'finetune' },
    { name: 'finetune', freezeAfter: 1, frozenStatistics: 'fixed' },
    { name: 'linear', regularisation: 'cross-validated', positions: 50_000 },
    { name: 'mlp' },
    { name: 'knn' },
  ];
  it('pretrains a network for each seed by default, and more seeds keep every old node but curves and what reads them', () => {
    const namesOf = (seeds: number[], pretrainingSeeds: Pipeline['pretrainingSeeds']) =>
      planPipeline({ ...smoke(), seeds, pretrainingSeeds }).nodes.map(({ name }) => name);
    const trained = (names: string[]) =>
      names.filter((name) => /^(images|pretrain|scratch|finetune)-/.test(name));
    expect(asWritten().pretrainingSeeds).toBe('seeds');
    const { nodes } = planPipeline({ ...smoke(), seeds: [7, 8], pretrainingSeeds: 'seeds' });
    const networks = nodes.filter(({ stage }) => stage === 'pretrain');
    expect(networks.map(({ config }) => config['seed'])).toEqual([7, 8]);
    const finetuned = nodes.filter(({ stage }) => stage === 'finetune');
    finetuned.forEach(({ config, upstream }) => {
      const [network] = networks.filter(({ name }) => name === upstream[1]!.node);
      expect(network!.config['seed']).toBe(config['seed']);
    });
    const [curve] = nodes.filter(
      ({ stage, config }) => stage === 'curve' && config['arm'] !== 'scratch',
    );
    expect(curve!.config['pretraining']).toEqual({ 7: 7, 8: 8 });
    for (const more of [
      [7, 8, 9],
      [6, 7, 8],
    ]) {
      expect(namesOf(more, 'seeds')).toEqual(
        expect.arrayContaining(trained(namesOf([7, 8], 'seeds'))),
      );
    }
    for (const count of [1, 2]) {
      expect(namesOf([7, 8, 9], count)).toEqual(
        expect.arrayContaining(trained(namesOf([7, 8], count))),
      );
    }
  });

  it('reads the spread of all curves in every utility', () => {
    const { nodes, utilities } = planPipeline(smoke());
    const spreads = nodes.filter(({ stage }) => stage === 'spread');
    expect(spreads).toHaveLength(1);
    const curves = nodes.filter(({ stage }) => stage === 'curve').map(({ name }) => name);
    expect(spreads[0]!.upstream.map(({ node }) => node).sort()).toEqual([...curves].sort());
    utilities.forEach((name) => {
      const roles = nodes.find((node) => node.name === name)!.upstream;
      expect(roles).toContainEqual({ role: 'spread', node: spreads[0]!.name });
    });
  });

  it('multiplies finetuning, its curves and utilities by evaluations, and nothing before', () => {
    const plain = planPipeline(smoke());
    const pipeline = smoke();
    pipeline.evaluations = everyEvaluation;
    pipeline.randomWeights = false;
    const plan = planPipeline(pipeline);
    const cell = 'shapes-tc-rotation-resnet9-classification';
    const evaluations = ['freeze1', 'linear', 'mlp', 'knn'];
    expect(fresh(plain, plan)).toEqual([
      ...evaluations.flatMap((evaluation) => [
        ...pipeline.budgets.finetune.flatMap((n) =>
          [0, 1].map((s) => `finetune-${cell}-${evaluation}-n${n}-s${s}`),
        ),
        `curve-${cell}-${evaluation}`,
      ]),
      // Its spread is that of other curves now, so the old utility is read again.
      ...['spread-1-panel', `utility-${cell}`],
      ...evaluations.map((evaluation) => `utility-${cell}-${evaluation}`),
    ]);
    expect(plan.utilities).toHaveLength(5);
    const known = new Set(plain.bundles.map(({ name }) => name));
    const bundles = plan.bundles.filter(({ name }) => !known.has(name));
    expect(bundles.map(({ name }) => name)).toEqual([
      'bundle-supervised-classification-resnet9-freeze',
      'bundle-frozen-classification-resnet9-linear-head',
      'bundle-supervised-classification-resnet9-mlp-head',
      'bundle-frozen-classification-resnet9-knn-head',
    ]);
    expect(bundles[1]!.entry).toContain(
      'run = frozen({ task: classification, backbone: resnet9, head: linearHead })',
    );
    const linear = plan.nodes.find(({ name }) => name.includes('-linear-n'))!.config;
    expect(linear).not.toHaveProperty('schedule');
    expect(linear).not.toHaveProperty('augment');
  });

  it('evaluates random weights where a part is frozen, once for all methods, without a utility', () => {
    const pipeline = { ...smoke(), evaluations: everyEvaluation };
    const without = planPipeline({ ...pipeline, randomWeights: false });
    const plan = planPipeline(pipeline);
    const cell = 'shapes-tc-random-weights-resnet9-classification';
    const ofMethod = 'utility-shapes-tc-rotation-resnet9-classification';
    const added = fresh(without, plan);
    expect(added.filter((name) => !name.startsWith('utility')).sort()).toEqual(
      ['freeze1', 'linear', 'mlp', 'knn']
        .flatMap((evaluation) => [
          ...pipeline.budgets.finetune.flatMap((n) =>
            [0, 1].map((s) => `finetune-${cell}-${evaluation}-n${n}-s${s}`),
          ),
          `curve-${cell}-${evaluation}`,
        ])
        .sort(),
    );
    expect(added.filter((name) => name.startsWith('utility'))).toEqual(
      ['freeze1', 'linear', 'mlp', 'knn'].map((evaluation) => `${ofMethod}-${evaluation}`),
    );
    expect(plan.utilities).toHaveLength(5);
    const random = plan.nodes.filter(({ name }) => name.startsWith(`finetune-${cell}`));
    expect(new Set(random.flatMap(({ upstream }) => upstream.map(({ role }) => role)))).toEqual(
      new Set(['images']),
    );
    const [method] = pipeline.backbones[0]!.methods;
    const second = { ...method!, name: 'vae', options: {} };
    const backbones = [{ ...pipeline.backbones[0]!, methods: [method!, second] }];
    const both = planPipeline({ ...pipeline, backbones }).nodes;
    expect(both.filter(({ name }) => name.includes('random-weights'))).toHaveLength(
      plan.nodes.filter(({ name }) => name.includes('random-weights')).length,
    );
    // Random weights are trained by the recipe of scratch, so that they are no reference for an arm with another one.
    const methods = [{ ...method!, training: { peakRate: 0.02 } }];
    const own = planPipeline({
      ...pipeline,
      backbones: [{ ...pipeline.backbones[0]!, methods }],
    });
    const utilities = own.nodes.filter(({ stage }) => stage === 'utility');
    const withReference = utilities.filter(({ upstream }) =>
      upstream.some(({ role }) => role === 'randomWeights'),
    );
    expect(withReference.map(({ name }) => nodeSlug(name))).toEqual([
      ...[`${ofMethod}-linear`, `${ofMethod}-knn`],
    ]);
  });

  it('draws labels at random only where asked, and reruns no pretraining for it', () => {
    const plain = planPipeline(smoke());
    expect(plain.nodes.filter(({ config }) => 'labels' in config)).toEqual([]);
    const random = planPipeline({ ...smoke(), labels: 'random' });
    const known = new Set(plain.nodes.map(({ name }) => name));
    const changed = random.nodes.filter(({ name }) => !known.has(name));
    expect(new Set(changed.map(({ stage }) => stage))).toEqual(
      new Set(['scratch', 'finetune', 'curve', 'spread', 'utility']),
    );
    const trained = changed.filter(({ stage }) => stage === 'scratch' || stage === 'finetune');
    expect(trained.every(({ config }) => config['labels'] === 'random')).toBe(true);
  });

  it('makes a bundle per stage and parts', () => {
    const { bundles } = planPipeline(smoke());
    expect(bundles.map(({ name }) => name).sort()).toEqual([
      'bundle-curve',
      'bundle-images-rendered',
      'bundle-pretrain-rotation-resnet9-classification',
      'bundle-spread',
      'bundle-supervised-classification-resnet9',
      'bundle-utility',
    ]);
    expect(bundles.find(({ name }) => name.includes('pretrain'))!.entry).toBe(
      [
        "import { pretrain } from '@nhat/stages/pretrain';",
        "import { rotation } from '@nhat/pretext/rotation';",
        "import { resnet9 } from '@nhat/models/resnet9';",
        "import { classification } from '@nhat/tasks/classification';",
        "import { jitter } from '@nhat/augment/jitter';",
        "import { grey } from '@nhat/augment/grey';",
        "import { flip } from '@nhat/augment/flip';",
        "import { crop } from '@nhat/augment/crop';",
        "import { cutout } from '@nhat/augment/cutout';",
        'export const run = pretrain({ method: rotation, backbone: resnet9, probes: [classification], augmentations: [jitter, grey, flip, crop, cutout] });\n',
      ].join('\n'),
    );
  });

  it('probes pretraining with the tasks that the dataset has the truth for, if wanted', () => {
    const pipeline = smoke();
    const probes = () =>
      planPipeline(pipeline).nodes.flatMap(({ stage, config, bundle }) =>
        stage === 'pretrain' ? [[(config as unknown as PretrainConfig).probes, bundle]] : [],
      );
    const of = (name: string, options = {}) => ({ name, options });
    const chosen = [of('classification'), of('pose', { relabelFlips: true })];
    pipeline.probes = new Map([['shapes-tc', chosen]]);
    const bundle = 'bundle-pretrain-rotation-resnet9';
    expect(probes()).toEqual([[chosen, `${bundle}-classification-pose`]]);
    pipeline.methods[0]!.pretraining!.probes = false;
    expect(probes()).toEqual([[[], bundle]]);
  });
});

describe('a change of one key gives new names to exactly the nodes it concerns', () => {
  const before = planPipeline(smoke());
  const after = (change: (pipeline: Pipeline) => void) => {
    const pipeline = smoke();
    change(pipeline);
    return fresh(before, planPipeline(pipeline));
  };
  const all = (stage: string) => slugs(before).filter((slug) => slug.startsWith(stage));

  it.each<[string, (pipeline: Pipeline) => void, string[]]>([
    [
      'prose',
      (p) => Object.assign(p, { question: 'Else?', cost: '1 €', expected: '0', active: true }),
      [],
    ],
    ['the number of objects', (p) => (p.datasets[0]!.source['objects'] = 2), slugs(before)],
    [
      'a factor',
      (p) => Object.assign(p.datasets[0]!.source['factors']!, { lighting: true }),
      slugs(before),
    ],
    [
      'finetuning more budgets',
      (p) => p.budgets.finetune.push(100),
      [
        'finetune-shapes-tc-rotation-resnet9-classification-n100-s0',
        'finetune-shapes-tc-rotation-resnet9-classification-n100-s1',
        'curve-shapes-tc-rotation-resnet9-classification',
        ...all('spread'),
        ...all('utility'),
      ],
    ],
    [
      'pretraining',
      (p) => (p.methods[0]!.pretraining!.peakRate = 2e-3),
      [
        ...all('pretrain'),
        ...all('finetune'),
        'curve-shapes-tc-rotation-resnet9-classification',
        ...all('spread'),
        ...all('utility'),
      ],
    ],
    [
      'training',
      (p) => (p.backbones[0]!.training.weightDecay = 0),
      [
        ...all('scratch'),
        'curve-shapes-tc-scratch-resnet9-classification',
        ...all('finetune'),
        'curve-shapes-tc-rotation-resnet9-classification',
        ...all('spread'),
        ...all('utility'),
      ],
    ],
    ['the interval', (p) => (p.interval.coverage = 0.9), all('utility')],
  ])('%s', (_, change, expected) => {
    expect(after(change)).toEqual(expected);
  });
});
