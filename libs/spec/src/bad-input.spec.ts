import { UserError, indexDocuments, resolveDataset, resolvePipeline } from '.';
import { least, workspace } from './testing/workspace';

/** The message of the error that the pipeline `x` with these keys gives. */
function message(keys: object | string, datasets?: Record<string, unknown>): string {
  const body = typeof keys === 'string' ? keys : { ...least, ...keys };
  return thrown(() => resolvePipeline(workspace({ x: body }, datasets), 'x'));
}

function thrown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error('no error');
}

const x = 'pipelines/x.json';

describe('a pipeline document says what is wrong with', () => {
  it.each<[string, object, string]>([
    [
      'an unknown key',
      { budget: [10] },
      `${x} › budget: unknown key (got "budget"; expected one of extends, question, cost, expected, active, datasets, images, backbones, tasks, methods, evaluations, budgets, seeds, pretrainingSeeds, training, pretraining, augment, epochMinimum, precision, inversion, interval). Did you mean "budgets"?`,
    ],
    [
      'an unknown nested key',
      { training: { imageSteps: { minimun: 5 } } },
      `${x} › training.imageSteps.minimun: unknown key (got "minimun"; expected one of perLabel, minimum, maximum). Did you mean "minimum"?`,
    ],
    [
      'a wrong type',
      { images: { train: '400' } },
      `${x} › images.train: wrong type (got "400"; expected a whole number)`,
    ],
    [
      'a fraction of a seed',
      { seeds: 1.5 },
      `${x} › seeds: wrong type (got 1.5; expected a whole number)`,
    ],
    [
      'a list that is none',
      { datasets: 'flat' },
      `${x} › datasets: wrong type (got "flat"; expected a list […])`,
    ],
    [
      'an unknown dataset',
      { datasets: ['flat', 'falt'] },
      `${x} › datasets[1]: unknown name (got "falt"; expected one of flat). Did you mean "flat"?`,
    ],
    [
      'an unknown method',
      { methods: ['turns'] },
      `${x} › methods[0]: unknown name (got "turns"; expected one of turn, hide, split). Did you mean "turn"?`,
    ],
    [
      'an unknown method with options',
      { methods: [{ name: 'hidden' }] },
      `${x} › methods[0].name: unknown name (got "hidden"; expected one of turn, hide, split). Did you mean "hide"?`,
    ],
    [
      'an unknown option',
      { methods: [{ name: 'turn', heads: 'deep' }] },
      `${x} › methods[0].heads: unknown key (got "heads"; expected one of name, head, shared, pretraining, augment). Did you mean "head"?`,
    ],
    [
      'an option of another type',
      { backbones: [{ name: 'brick', layers: [8, 'x'] }] },
      `${x} › backbones[0].layers[1]: wrong type (got "x"; expected a whole number)`,
    ],
    [
      'an unknown value',
      { precision: 'float64' },
      `${x} › precision: unknown name (got "float64"; expected one of auto, float32, bfloat16). Did you mean "float32"?`,
    ],
    [
      'a width that leaves no channels',
      { backbones: [{ name: 'brick', width: 0.01 }] },
      `${x} › backbones[0].width: rounds to no channels (got 0.01; expected at least 1/16)`,
    ],
    [
      'a zero width',
      { backbones: [{ name: 'brick', width: 0 }] },
      `${x} › backbones[0].width: too small (got 0; expected more than 0)`,
    ],
    [
      'a negative budget',
      { budgets: [-5, 10] },
      `${x} › budgets[0]: too small (got -5; expected at least 1)`,
    ],
    [
      'no images',
      { images: { test: 0 } },
      `${x} › images.test: too small (got 0; expected at least 10)`,
    ],
    [
      'unbalanced images',
      { images: { train: 405 } },
      `${x} › images.train: wrong size (got 405; expected a multiple of 10)`,
    ],
    [
      'unsorted budgets',
      { budgets: [10, 50, 20] },
      `${x} › budgets[2]: not in ascending order (got 20; expected more than 50)`,
    ],
    [
      'a budget twice',
      { budgets: { scratch: [10, 20], finetune: [10, 10] } },
      `${x} › budgets.finetune[1]: a budget twice (got 10; expected more than 10)`,
    ],
    [
      'a budget larger than the training set',
      { budgets: [10, 500], images: { train: 400 } },
      `${x} › budgets[1]: more labels than dataset flat has training images (got 500; expected at most 400). Lower the budget or raise images.train.`,
    ],
    [
      'a ladder with one rung',
      { budgets: [10] },
      `${x} › budgets: too few budgets to read n̂ from (got [10]; expected at least two for training from scratch)`,
    ],
    [
      'unsorted budgets of one dataset',
      { datasets: [{ name: 'flat', budgets: { finetune: [3, 2] } }] },
      `${x} › datasets[0].budgets.finetune[1]: not in ascending order (got 2; expected more than 3)`,
    ],
    [
      'a budget larger than the training set of one dataset',
      { datasets: [{ name: 'flat', budgets: [10, 500] }], images: { train: 400 } },
      `${x} › datasets[0].budgets.scratch[1]: more labels than dataset flat has training images (got 500; expected at most 400). Lower the budget or raise images.train.\n` +
        `${x} › datasets[0].budgets.finetune[1]: more labels than dataset flat has training images (got 500; expected at most 400). Lower the budget or raise images.train.`,
    ],
    [
      'an unknown key of a dataset',
      { datasets: [{ name: 'flat', budget: [10] }] },
      `${x} › datasets[0].budget: unknown key (got "budget"; expected one of name, budgets). Did you mean "budgets"?`,
    ],
    [
      'half of the budgets',
      { budgets: { scratch: [10, 20] } },
      `${x} › budgets: key "finetune" is missing`,
    ],
    ['an empty list', { methods: [] }, `${x} › methods: empty (got []; expected at least 1)`],
    ['no question', { question: '' }, `${x} › question: empty (got ""; expected at least 1)`],
    [
      'a seed twice',
      { seeds: [1, 1] },
      `${x} › seeds[1]: a second time (got 1; expected each once)`,
    ],
    [
      'a method twice',
      { methods: ['turn', { name: 'turn', head: 'deep' }] },
      `${x} › methods[1]: a second time (got "turn"; expected each once)`,
    ],
    [
      'crossed limits',
      { training: { imageSteps: { minimum: 900, maximum: 800 } } },
      `${x} › training.imageSteps.minimum: larger than the maximum (got 900; expected at most 800)`,
    ],
    [
      'a method that compares halves on a backbone without them',
      { methods: ['split'], backbones: ['brick', 'twins'] },
      `${x} › backbones[0]: no pair of networks, which split compares (got "brick"; expected one of twins). Give this backbone its own list of "methods" without it.`,
    ],
    [
      'more negatives than images',
      {
        methods: [{ name: 'split', negatives: 500 }],
        backbones: ['twins'],
        images: { train: 400 },
      },
      `${x} › methods[0].negatives: more than there are images (got 500; expected at most 400). Or raise images.train.`,
    ],
    [
      'more negatives than images for one backbone',
      {
        methods: ['split'],
        backbones: [{ name: 'twins', methods: [{ name: 'split', negatives: 500 }] }],
        images: { train: 400 },
      },
      `${x} › backbones[0].methods[0].negatives: more than there are images (got 500; expected at most 400). Or raise images.train.`,
    ],
    [
      'a backbone that vanishes',
      { backbones: [{ name: 'brick', width: 0.01 }] },
      `${x} › backbones[0].width: rounds to no channels (got 0.01; expected at least 1/16)`,
    ],
    [
      'a stage that is not there',
      { evaluations: [{ name: 'finetune', freezeAfter: 3 }] },
      `${x} › evaluations[0].freezeAfter: brick has no such stage (got 3; expected 0 to 2). To freeze all of it, use the evaluation "mlp" or "linear".`,
    ],
    [
      'neighbours of maps',
      { evaluations: ['finetune', 'knn'], tasks: ['measure'] },
      `${x} › evaluations[1]: no neighbours for measure: its truth is a map (got "knn"; expected finetune, linear or mlp). Neighbours vote on one class an image; ask this of classification or pose.`,
    ],
    [
      'an evaluation twice',
      { evaluations: ['linear', { name: 'linear', inversePenalty: 2 }] },
      `${x} › evaluations[1]: a second time (got "linear"; expected each once)`,
    ],
    [
      'an unknown evaluation',
      { evaluations: ['probe'] },
      `${x} › evaluations[0]: unknown name (got "probe"; expected one of finetune, linear, mlp, knn)`,
    ],
    [
      'an option of another evaluation',
      { evaluations: [{ name: 'linear', neighbours: 3 }] },
      `${x} › evaluations[0].neighbours: unknown key (got "neighbours"; expected one of name, inversePenalty, positions)`,
    ],
    [
      'rows that overlap',
      {
        training: {
          imageSteps: [
            { upTo: 50, imageSteps: 100 },
            { upTo: 50, imageSteps: 200 },
            { imageSteps: 300 },
          ],
        },
      },
      `${x} › training.imageSteps[1].upTo: not in ascending order (got 50; expected more than 50)`,
    ],
    [
      'rows that end',
      { training: { imageSteps: [{ upTo: 50, imageSteps: 100 }] } },
      `${x} › training.imageSteps[0].upTo: budgets without a row (got 50; expected none in the last row, which holds for all larger budgets)`,
    ],
    [
      'an unknown key of the schedule of a method',
      { methods: [{ name: 'turn', pretraining: { steps: 5 } }] },
      `${x} › methods[0].pretraining.steps: unknown key (got "steps"; expected one of imageSteps, batch, peakRate, finalRate, warmup, weightDecay, probes)`,
    ],
    [
      'a rate of one method that rises',
      { methods: [{ name: 'turn', pretraining: { peakRate: 1e-6 } }] },
      `${x} › pretraining.finalRate: larger than the peak (got 0.00001; expected at most 0.000001)`,
    ],
    [
      'a rate that rises',
      { pretraining: { peakRate: 1e-6 } },
      `${x} › pretraining.finalRate: larger than the peak (got 0.00001; expected at most 0.000001)`,
    ],
    [
      'a training without a step',
      { pretraining: { imageSteps: 63 } },
      `${x} › pretraining.batch: less than one step (got 64; expected at most 63 image-steps)`,
    ],
    [
      'networks that no seed uses',
      { seeds: 2, pretrainingSeeds: 3 },
      `${x} › pretrainingSeeds: more pretrained networks than seeds to finetune them (got 3; expected at most 2)`,
    ],
  ])('%s', (_, keys, expected) => {
    expect(message(keys)).toBe(expected);
  });

  it('tasks that cannot be learned on a dataset, a line each', () => {
    const turning = { factors: { viewpoint: true } };
    const sets = { flat: {}, grey: { extends: 'flat' }, turning };
    const keys = { datasets: ['flat', 'grey', 'turning'], tasks: ['sort', 'tilt'] };
    expect(message(keys, sets).split('\n')).toEqual(
      ['flat', 'grey'].map(
        (name) =>
          `${x} › tasks[1]: tilt on ${name}: nothing tilts (got {"viewpoint":false}; expected factors.viewpoint true)`,
      ),
    );
    const far = { ...keys, tasks: [{ name: 'tilt', far: true }] };
    const { tasks } = resolvePipeline(workspace({ x: { ...least, ...far } }, sets), 'x');
    expect(tasks).toMatchObject([{ name: 'tilt', options: { far: true } }]);
  });

  it('every problem, a line each', () => {
    expect(message({ seeds: 0, precision: true }).split('\n')).toEqual([
      `${x} › seeds: too small (got 0; expected at least 1)`,
      `${x} › precision: wrong type (got true; expected a text "…")`,
    ]);
  });

  it('missing keys', () => {
    expect(message('{"question": "Why?", "datasets": ["flat"], "tasks": ["sort"]}')).toBe(
      ['backbones', 'methods', 'budgets'].map((key) => `${x}: key "${key}" is missing`).join('\n'),
    );
  });

  it('a number too large for a computer', () => {
    expect(message('{"training": {"peakRate": 1e999}}')).toContain('training.peakRate: wrong type');
  });
});

describe('a file that is no document', () => {
  it('says where the syntax breaks', () => {
    expect(message('{\n  "question": "Why?"\n  "cost": 1\n}')).toMatch(
      /^pipelines\/x\.json › line 3, column 3: not JSON\. Expected ',' or '}' after property value\.$/,
    );
    expect(message('{"question": ')).toMatch(/^pipelines\/x\.json › line 1, column 14: not JSON\./);
    expect(message('')).toMatch(/^pipelines\/x\.json › line 1, column 1: not JSON\./);
  });

  it('says what it found instead', () => {
    expect(message('[1]')).toBe(`${x}: not a document (got [1]; expected an object {…})`);
  });

  it('must have a name that can be typed', () => {
    const { pipelines } = workspace({ 'My Study': least });
    expect(thrown(() => pipelines.body('My Study'))).toMatch(
      /^pipelines\/My Study\.json: not a name/,
    );
  });

  it('must be the only one of its name', () => {
    const files = ['datasets/b/flat.json', 'datasets/a/flat.json'].map((path) => ({
      path,
      text: '{}',
    }));
    expect(thrown(() => indexDocuments('dataset', files).body('flat'))).toBe(
      'datasets/b/flat.json: a second dataset of this name (got "flat"; expected one; the other is datasets/a/flat.json). Rename one of the files.',
    );
  });
});

describe('extends', () => {
  it('must not go in circles', () => {
    const circle = workspace({
      a: { ...least, extends: 'b' },
      b: { extends: 'c' },
      c: { extends: 'b' },
    });
    expect(thrown(() => resolvePipeline(circle, 'a'))).toBe(
      'pipelines/c.json › extends: a cycle (got "b -> c -> b"; expected a chain that ends)',
    );
    const self = workspace({ x: least }, { flat: { extends: 'flat' } });
    expect(thrown(() => resolvePipeline(self, 'x'))).toBe(
      'datasets/flat.json › extends: a cycle (got "flat -> flat"; expected a chain that ends)',
    );
  });

  it('must name a document', () => {
    expect(message({ extends: 'y' })).toBe(
      `${x} › extends: unknown name (got "y"; expected one of x)`,
    );
  });

  it('names the file in which the mistake is', () => {
    const documents = workspace({
      x: { extends: 'base', question: 'How?' },
      base: { ...least, seed: 1 },
    });
    expect(thrown(() => resolvePipeline(documents, 'x'))).toMatch(
      /^pipelines\/base\.json › seed: unknown key/,
    );
  });
});

describe('a pipeline in a folder', () => {
  it('is named by its path, and so extended', () => {
    const documents = workspace({
      'deep/er/x': { extends: 'deep/base', question: 'How?' },
      'deep/base': least,
    });
    expect(documents.pipelines.names).toEqual(['deep/base', 'deep/er/x']);
    expect(resolvePipeline(documents, 'deep/er/x')).toMatchObject({
      name: 'deep/er/x',
      budgets: { scratch: [10, 20] },
    });
    expect(
      thrown(() =>
        resolvePipeline(workspace({ 'a/x': { extends: 'base' }, 'a/base': least }), 'a/x'),
      ),
    ).toBe(
      'pipelines/a/x.json › extends: unknown name (got "base"; expected one of a/base, a/x). Did you mean "a/base"?',
    );
  });

  it('has folders with names that Nx and file systems take', () => {
    const documents = workspace({ 'Deep er/x': least });
    expect(thrown(() => resolvePipeline(documents, 'Deep er/x'))).toMatch(
      /^pipelines\/Deep er\/x\.json: not a name for a document \(got "Deep er"; expected lower-case/,
    );
  });
});

describe('a dataset document says what is wrong with', () => {
  it.each<[object, string]>([
    [
      { factors: { color: true } },
      'datasets/flat.json › factors.color: unknown key (got "color"; expected one of texture, colour, viewpoint, lighting). Did you mean "colour"?',
    ],
    [
      { background: 'dark' },
      'datasets/flat.json › background: unknown name (got "dark"; expected one of lit, unlit)',
    ],
    [
      { images: { resolution: 30 } },
      'datasets/flat.json › images.resolution: wrong size (got 30; expected a multiple of 8)',
    ],
    [{ objects: 0 }, 'datasets/flat.json › objects: too small (got 0; expected at least 1)'],
    [{ objects: 9 }, 'datasets/flat.json › objects: too large (got 9; expected at most 8)'],
    [
      { objects: 2.5 },
      'datasets/flat.json › objects: wrong type (got 2.5; expected a whole number)',
    ],
    [
      { shapesPerBucket: 0 },
      'datasets/flat.json › shapesPerBucket: too small (got 0; expected at least 1)',
    ],
    [{ seed: -1 }, 'datasets/flat.json › seed: too small (got -1; expected at least 0)'],
  ])('%j', (keys, expected) => {
    const { datasets } = workspace({}, { flat: keys });
    expect(thrown(() => resolveDataset(datasets, 'flat'))).toBe(expected);
  });
});
