import { parseManifest } from '@nhat/artifacts';
import { followRecipes, touchedFiles } from './testing/follow-recipe';
import type { Recipe } from './testing/follow-recipe';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** A head whose answer is the class with the nearest mean of features: x·m − |m|²/2 is largest for it. */
const evaluation: Recipe = {
  file: 'libs/evaluations/src/nearest-mean.ts',
  text: `
import { detached } from '@nhat/models';
import type { EvaluationOptions } from '@nhat/documents';
import type { FrozenHead } from './evaluation';
import { imageFeatures } from './frozen-features';

export const nearestMeanOptions = {
  type: 'object',
  description: 'The class whose labelled images have the nearest mean.',
  properties: {},
} as const satisfies EvaluationOptions;

export const nearestMean: FrozenHead = {
  wrapBackbone: detached,
  async fit(network) {
    const { rows, targets } = await imageFeatures(network);
    const [weight, bias] = network.heads.shapes();
    const [features, classes] = weight!.shape as [number, number];
    const sizes = new Float32Array(classes);
    for (const label of targets.of) sizes[label]! += 1;
    const values = new Float32Array(features * classes);
    rows.values.forEach((value, at) => {
      const label = targets.of[Math.floor(at / features)]!;
      values[(at % features) * classes + label]! += value / sizes[label]!;
    });
    const half = sizes.map((_, k) => -values.reduce((sum, v, at) => (at % classes === k ? sum + v * v : sum), 0) / 2);
    network.heads.load([{ ...weight!, values }, { ...bias!, values: half }]);
    return { loss: null, means: classes };
  },
};
`,
  registry: 'libs/evaluations/src/registry.ts',
  imports: "import { nearestMeanOptions } from './nearest-mean';",
  entry: "  'nearest-mean': { options: nearestMeanOptions, trained: false, needs: 'classes' },",
  before: 'finetune: {',
};

/** Whether the number of the class is odd. */
const task: Recipe = {
  file: 'libs/tasks/src/parity.ts',
  text: `
import type { OptionSchema } from '@nhat/documents';
import { commonestShare } from './constant-score';
import { taskModule } from './task';
import type { TaskFacts } from './task';
import { createTopOne } from './top-one';

export const parityOptions = {
  type: 'object',
  description: 'Says whether the number of the class is odd.',
  properties: {},
} as const satisfies OptionSchema;

export const parityFacts = {
  options: parityOptions,
  truth: 'label',
  metric: 'agreement',
  higherIsBetter: true,
  fittedAt: 0.9,
} as const satisfies TaskFacts;

export const parity = /* @__PURE__ */ taskModule(parityFacts, {
  constantScore: commonestShare,
  create(_, context) {
    const { loss, right } = createTopOne(context, 'parity', 2);
    const odd = (truth: Uint8Array) => truth.map((label) => label % 2);
    return {
      targets: ({ truth }) => ({ kind: 'classes', of: odd(truth), classes: 2 }),
      loss({ images, truth }) {
        const { loss: value, metrics } = loss(images, odd(truth));
        return { loss: value, metrics: { agreement: metrics['accuracy']! } };
      },
      counts: async ({ images, truth }) => Float32Array.of(await right(images, odd(truth))),
      metrics: ([hits], images) => ({ agreement: hits! / images }),
    };
  },
});
`,
  registry: 'libs/tasks/src/registry.ts',
  imports: "import { parityFacts } from './parity';",
  entry: "  parity: { ...parityFacts, metrics: { agreement: share('agreement') } },",
  before: 'classification: {',
};

const backbone: Recipe = {
  file: 'libs/models/src/three-layer.ts',
  text: `
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOption } from './backbone-options';
import { createNetwork } from './network';
import { downBlock, stemBlock } from './network-shape';
import type { NetworkShape } from './network-shape';

export const threeLayerOptions = {
  type: 'object',
  description: 'Three convolutions of four channels.',
  properties: { features: featuresOption },
} as const satisfies OptionSchema;

export const threeLayerShape = (
  { features }: OptionValues<typeof threeLayerOptions>,
  channels: number,
): NetworkShape => ({
  stages: ['1', '2', '3'],
  blocks: [
    stemBlock({ in: channels, out: 4 }),
    downBlock('down1', 1, { in: 4, out: 4 }),
    downBlock('down2', 2, { in: 4, out: 4 }),
  ],
  features,
  local: { coarse: 'down2', fine: 'down1' },
});

export const threeLayer: BackboneModule<typeof threeLayerOptions> = {
  options: threeLayerOptions,
  create: (options, { weights, channels }) => createNetwork(threeLayerShape(options, channels), weights),
};
`,
  registry: 'libs/models/src/registry.ts',
  imports: "import { threeLayerOptions, threeLayerShape } from './three-layer';",
  entry:
    "  'three-layer': { options: threeLayerOptions, stages: 3, gives: outputNames(['1', '2', '3']), macs: (options, { size, channels }) => macs(threeLayerShape(options as never, channels), size) },",
  before: 'resnet9: {',
};

const section: Recipe = {
  file: 'libs/report/src/page/toy.ts',
  text: `
import { html } from './markup';
import type { Section } from './section';

export const toy: Section = {
  id: 'toy',
  title: 'A toy',
  render: ({ panels }) => html\`<p>\${panels.map(({ task }) => task)} on \${panels.map(({ dataset }) => dataset)}</p>\`,
};
`,
  registry: 'libs/report/src/page/sections.ts',
  imports: "import { toy } from './toy';",
  entry: '  toy,',
  before: 'provenance,',
};

/** The lamp is moved to the other side for half of the images. */
const factor: Recipe = {
  file: 'libs/render/src/scene/swap.ts',
  text: `
import type { Stream } from '@nhat/random';
import type { Vec } from '../geometry';

export function swapped([x, y, z]: Vec, random: Stream, varies: boolean): Vec {
  const turned = random.next() < 0.5;
  return varies && turned ? [x, -y, z] : [x, y, z];
}
`,
  registry: 'libs/render/src/factors.ts',
  entry: "  swap: { ...factor('S. On: the lamp changes sides.'), later: true },",
  before: '} as const satisfies Record<string, JsonSchema>;',
  uses: {
    file: 'libs/render/src/scene/scene.ts',
    imports: "import { swapped } from './swap';",
    line: "light: drawLight(random.fork('light'), factors.lighting),",
    instead:
      "light: swapped(drawLight(random.fork('light'), factors.lighting), random.fork('swap'), factors.swap ?? false),",
  },
};

/** The rate stays at its peak. */
const scheduleOption: Recipe = {
  file: 'libs/train/src/steady-rate.ts',
  text: `
import type { RateSchedule } from './learning-rate';

export const finalRateOf = ({ peakRate, finalRate }: RateSchedule, steady = false): number =>
  steady ? peakRate : finalRate;
`,
  registry: 'libs/documents/src/training-schema.ts',
  entry: "    steady: { type: 'boolean', default: false, later: true, description: 'No decay.' },",
  before: 'weightDecay: {',
  uses: {
    file: 'libs/stages/src/training/train-network.ts',
    imports: "import { finalRateOf } from '@nhat/train/steady-rate';",
    line: 'rate: learningRate({ ...schedule, steps }),',
    instead:
      'rate: learningRate({ ...schedule, steps, finalRate: finalRateOf({ ...schedule, steps }, schedule.steady) }),',
  },
};

const training = [
  'finetune-tiny-rotation-resnet9-classification-n10-s0',
  'pretrain-tiny-rotation-resnet9-s0',
  'scratch-tiny-resnet9-classification-n10-s0',
  'scratch-tiny-resnet9-classification-n20-s0',
];
const images = 'images-tiny-16px';

type Body = Record<string, Record<string, unknown>>;

/** A change of a JSON document. */
const json =
  (change: (body: Body) => void) =>
  (text: string): string => {
    const body = JSON.parse(text) as Body;
    change(body);
    return JSON.stringify(body);
  };

/** CONTRIBUTING.md, "Add a thing": each is a file and an entry in one registry; a key that is read elsewhere has a line there. */
describe('a thing of one file and one entry', () => {
  let workspace: TestWorkspace;

  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
    const { status, output, computed } = workspace.nx(['utility', 'study']);
    if (status !== 0) throw new Error(output);
    expect(computed).toHaveLength(9);
  });
  afterAll(() => workspace.dispose());

  const run = () => workspace.nx(['run-many', '-t', 'utility']);

  it('is unknown before it is added', () => {
    workspace.writeJson('pipelines/toys.json', {
      question: 'Do they run?',
      extends: 'study',
      active: true,
      backbones: [{ name: 'three-layer', features: 8 }],
      tasks: ['parity'],
      evaluations: ['nearest-mean'],
    });
    const { status, output } = workspace.nx(['plan', 'toys']);
    expect(status).not.toBe(0);
    for (const place of ['backbones[0].name', 'tasks[0]', 'evaluations[0]']) {
      expect(output).toContain(`toys.json › ${place}: unknown name`);
    }
  });

  it('runs from a document to a utility, and nothing of before runs again: evaluation, task, backbone, report section', () => {
    const plugIns = [evaluation, task, backbone, section];
    followRecipes(workspace, plugIns);
    expect(touchedFiles(workspace)).toEqual(
      Object.fromEntries(
        plugIns.flatMap(({ file, registry }) => [
          [file, 'new'],
          [registry, { written: 2, gone: 0 }], // the import and the entry
        ]),
      ),
    );
    const { status, output, computed, stored } = run();
    if (status !== 0) throw new Error(output);
    expect(stored).toEqual([]);
    expect(computed).toEqual([
      'curve-tiny-random-weights-three-layer-parity-nearest-mean',
      'curve-tiny-rotation-three-layer-parity-nearest-mean',
      'curve-tiny-scratch-three-layer-parity',
      'finetune-tiny-random-weights-three-layer-parity-nearest-mean-n10-s0',
      'finetune-tiny-rotation-three-layer-parity-nearest-mean-n10-s0',
      'pretrain-tiny-rotation-three-layer-s0',
      'scratch-tiny-three-layer-parity-n10-s0',
      'scratch-tiny-three-layer-parity-n20-s0',
      'spread-1-panel',
      'utility-tiny-rotation-three-layer-parity-nearest-mean',
    ]);
    const fitted = JSON.parse(
      workspace.artifact('finetune-tiny-rotation-three-layer-parity-nearest-mean-n10-s0'),
    ) as { scores: object };
    expect(fitted.scores).toMatchObject({ metric: 'agreement', means: 2 });
    expect(output).toContain('agreement');
    const page = workspace.read('reports/toys/index.html');
    expect(page).toContain('<a href="#toy">A toy</a>');
    expect(page).toContain('parity on tiny');
  });

  it('has the same results while it is off, where its code is: factor, option of the schedule', () => {
    const before = [images, ...training].map((name) => workspace.artifact(name));
    followRecipes(workspace, [factor, scheduleOption]);
    for (const { file, registry, uses } of [factor, scheduleOption]) {
      expect(touchedFiles(workspace)).toMatchObject({
        ...{ [file]: 'new', [registry]: { written: 1, gone: 0 } },
        [uses!.file]: { written: 2, gone: 1 }, // the import and the line where it acts
      });
    }
    const off = workspace.nx(['utility', 'study']);
    if (off.status !== 0) throw new Error(off.output);
    expect([off.computed, off.stored]).toEqual([[...training, images].sort(), []]);
    expect([images, ...training].map((name) => workspace.artifact(name))).toEqual(before);
  });

  it('changes the pictures and the training when it is on', () => {
    const blobs = () => (JSON.parse(workspace.artifact(images)) as { blobs: object }).blobs;
    const before = [blobs(), workspace.artifact(training[0]!)];
    const on = workspace.during(
      {
        'datasets/tiny.json': json((body) => Object.assign(body['factors']!, { swap: true })),
        'pipelines/study.json': json((body) => Object.assign(body['training']!, { steady: true })),
      },
      () => workspace.nx(['utility', 'study']),
    );
    if (on.status !== 0) throw new Error(on.output);
    expect(on.computed).toEqual(expect.arrayContaining([...training, images]));
    expect(blobs()).not.toEqual(before[0]);
    expect(workspace.artifact(training[0]!)).not.toEqual(before[1]);
    const manifest = parseManifest(workspace.artifact(training[0]!, 'manifest.json'))!;
    expect(manifest.config['schedule']).toMatchObject({ steady: true });
  });
});
