import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** Predicts what an averaged encoder sees in another view. */
const TOY_METHOD = `
import { detach, mean, square, sub } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { featuresOf, follow, linear, untrained } from '@nhat/models';
import type { OptionSchema } from '@nhat/documents';
import type { MethodFacts, PretextModule } from './pretext';
import { stackedViews } from './stacked-views';

export const toyOptions = {
  type: 'object',
  description: 'Predicts what an averaged encoder sees in another view.',
  properties: { momentum: { type: 'number', description: 'Share that stays.', default: 0.9 } },
} as const satisfies OptionSchema;

export const toyFacts: MethodFacts<typeof toyOptions> = { options: toyOptions, views: 2 };

export const toy: PretextModule<typeof toyOptions> = {
  facts: toyFacts,
  create({ momentum }, { backbone, encoder, heads, createBackbone }) {
    const average = untrained(heads, 'average.');
    const target = createBackbone(average);
    const follower = follow(encoder, average);
    const predict = linear(heads, 'predictor', backbone.features, backbone.features);
    return {
      loss({ views: [first, second] }) {
        const pass = { training: true, want: ['features', 'map'] } as const;
        const outputs = backbone.forward(stackedViews([first!]), pass);
        const wanted = detach(featuresOf(target, stackedViews([second!]), true));
        const error = square(sub(predict(outputs.features), wanted));
        return { loss: mean(error) as Scalar, metrics: {}, ...outputs };
      },
      afterStep: () => follower.step(momentum),
    };
  },
};
`;

/** Mirrors top and bottom. */
const TOY_AUGMENTATION = `
import type { AugmentationModule } from './augmentation';
import { drawSwitches, probabilityOption } from './augmentation';

const options = {
  type: 'object',
  description: 'Mirror top and bottom, for every second image.',
  properties: { probability: probabilityOption(0.5) },
} as const;

export const topple: AugmentationModule<typeof options, { size: number; chosen: Uint8Array }> = {
  name: 'topple',
  options,
  default: false,
  draw: ({ probability }, batch) => ({ size: batch.size, chosen: drawSwitches(probability, batch) }),
  place: ({ top, down, ...rest }, { size, chosen }, i) =>
    chosen[i] === 1
      ? { ...rest, top: top + down * (size - 1), down: -down }
      : { ...rest, top, down },
};
`;

type Change = (text: string) => string;

/** The import and the entry of a registry. */
const registered =
  (importLine: string, before: string, entry: string): Change =>
  (text) =>
    `${importLine}\n${text}`.replace(before, `${entry}${before}`);

const addedMethod = {
  'libs/pretext/src/toy.ts': () => TOY_METHOD,
  'libs/pretext/src/registry.ts': registered(
    "import { toyFacts } from './toy';",
    '  vae: vaeFacts,\n',
    '  toy: toyFacts,\n',
  ),
};

const addedAugmentation = {
  'libs/augment/src/topple.ts': () => TOY_AUGMENTATION,
  'libs/augment/src/registry.ts': registered(
    "import { topple } from './topple';",
    '  cutout,\n}',
    '  topple,\n',
  ),
};

type Body = Record<string, unknown>;
const study = 'pipelines/study.json';
const json =
  (change: Body): Change =>
  (text) =>
    JSON.stringify({ ...(JSON.parse(text) as Body), ...change });

/** CONTRIBUTING.md, "Add a method" and "Add an augmentation": a file and a line each. */
describe('a method and an augmentation of one file and one line', () => {
  let workspace: TestWorkspace;
  const run = (changes: Record<string, Change> = {}) =>
    Object.keys(changes).length === 0
      ? workspace.nx(['utility', 'study'])
      : workspace.during(changes, () => workspace.nx(['utility', 'study']));

  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
    const first = run();
    if (first.status !== 0) throw new Error(first.output);
  });
  afterAll(() => workspace.dispose());

  it('are unknown before they are added', () => {
    const { status, output } = run({
      [study]: json({ methods: ['toy'], augment: { topple: true } }),
    });
    expect(status).not.toBe(0);
    expect(output).toMatch(/methods\[0\]: .*"toy".*rotation/);
    expect(output).toMatch(/augment\.topple: .*"topple".*flip/);
  });

  it('rerun nothing while no document names them', () => {
    const { status, computed, stored, output } = run({ ...addedMethod, ...addedAugmentation });
    if (status !== 0) throw new Error(output);
    expect([...computed, ...stored]).toEqual([]);
  });

  it('run from a document to a utility: the method, with its averaged encoder', () => {
    const { status, computed, output } = run({
      ...addedMethod,
      [study]: json({ methods: ['toy'] }),
    });
    if (status !== 0) throw new Error(output);
    expect(computed).toEqual([
      'curve-tiny-toy-resnet9-classification',
      'finetune-tiny-toy-resnet9-classification-n10-s0',
      'pretrain-tiny-toy-resnet9-s0',
      'spread-1-panel',
      'utility-tiny-toy-resnet9-classification',
    ]);
  });

  it('run from a document to a utility: the augmentation, in every training', () => {
    const scores = workspace.artifact('pretrain-tiny-rotation-resnet9-s0');
    const { status, computed, output } = run({
      ...addedAugmentation,
      [study]: json({ augment: { topple: { probability: 1 } } }),
    });
    if (status !== 0) throw new Error(output);
    expect(computed).toEqual(
      expect.arrayContaining([
        'pretrain-tiny-rotation-resnet9-s0',
        'scratch-tiny-resnet9-classification-n10-s0',
        'scratch-tiny-resnet9-classification-n20-s0',
        'finetune-tiny-rotation-resnet9-classification-n10-s0',
      ]),
    );
    expect(computed).not.toContain('images-tiny-16px');
    expect(workspace.artifact('pretrain-tiny-rotation-resnet9-s0')).not.toBe(scores);
  });
});
