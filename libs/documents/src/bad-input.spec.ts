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

/**
 * The path in the document, the kind of problem, and further texts that the line must contain: a limit, the choices, a
 * suggestion.
 */
type Problem = [place: string, kind: string, ...named: string[]];

/** Expects one line per problem, in this order; the wording around kind and names is free. */
function expectProblems(text: string, file: string, problems: Problem[]): void {
  const lines = text.split('\n');
  expect(lines).toHaveLength(problems.length);
  problems.forEach(([path, kind, ...named], at) => {
    const where = `${file} › ${path}: `;
    expect(lines[at]!.slice(0, where.length)).toBe(where);
    const [what, rule = what] = lines[at]!.slice(where.length).split('; expected ');
    expect(what).toContain(kind);
    for (const words of named) expect(rule).toContain(words);
  });
}

describe('a pipeline document is refused for', () => {
  it.each<[string, object, ...Problem[]]>([
    ['an unknown key', { budget: [10] }, ['budget', 'unknown key', '"budgets"?']],
    [
      'an unknown nested key',
      { training: { imagesSeen: { minimun: 5 } } },
      ['training.imagesSeen.minimun', 'unknown key', '"minimum"?'],
    ],
    ['a key that belongs deeper', { resolution: 32 }, ['resolution', 'unknown key', '"images": {']],
    ['a wrong type', { images: { train: '400' } }, ['images.train', 'wrong type', 'whole number']],
    ['a fraction of a seed', { seeds: 1.5 }, ['seeds', 'wrong type', 'whole number']],
    ['a number in place of a list', { datasets: 'flat' }, ['datasets', 'wrong type', 'list']],
    [
      'an unknown dataset',
      { datasets: ['flat', 'falt'] },
      ['datasets[1]', 'unknown name', '"flat"?'],
    ],
    ['an unknown method', { methods: ['turns'] }, ['methods[0]', 'unknown name', '"turn"?']],
    [
      'an unknown method with options',
      { methods: [{ name: 'hidden' }] },
      ['methods[0].name', 'unknown name', '"hide"?'],
    ],
    [
      'an unknown option',
      { methods: [{ name: 'turn', heads: 'deep' }] },
      ['methods[0].heads', 'unknown key', '"head"?'],
    ],
    [
      'an option that was replaced',
      { methods: [{ name: 'turn', hidden: 2 }] },
      ['methods[0].hidden', 'replaced', '"head": "deep"'],
    ],
    [
      'an option of another type',
      { backbones: [{ name: 'brick', layers: [8, 'x'] }] },
      ['backbones[0].layers[1]', 'wrong type', 'whole number'],
    ],
    ['an unknown value', { precision: 'float64' }, ['precision', 'unknown name', '"float32"?']],
    [
      'a width that leaves no channels',
      { backbones: [{ name: 'brick', width: 0.01 }] },
      ['backbones[0].width', 'no channels', '1/16'],
    ],
    [
      'a zero width',
      { backbones: [{ name: 'brick', width: 0 }] },
      ['backbones[0].width', 'too small', '0'],
    ],
    ['a negative budget', { budgets: [-5, 10] }, ['budgets[0]', 'too small', '1']],
    ['no images', { images: { test: 0 } }, ['images.test', 'too small', '1']],
    ['unbalanced images', { images: { train: 405 } }, ['images.train', 'wrong size', '10']],
    ['unsorted budgets', { budgets: [10, 50, 20] }, ['budgets[2]', 'not in ascending order', '50']],
    [
      'a budget twice',
      { budgets: { scratch: [10, 20], finetune: [10, 10] } },
      ['budgets.finetune[1]', 'twice', '10'],
    ],
    [
      'a budget larger than the training set',
      { budgets: [10, 500], images: { train: 400 } },
      ['budgets[1]', 'more labels', '400', 'images.train'],
    ],
    ['a single budget', { budgets: [10] }, ['budgets', 'too few']],
    [
      'unsorted budgets of one dataset',
      { datasets: [{ name: 'flat', budgets: { finetune: [3, 2] } }] },
      ['datasets[0].budgets.finetune[1]', 'not in ascending order', '3'],
    ],
    [
      'a budget larger than the training set of one dataset',
      { datasets: [{ name: 'flat', budgets: [10, 500] }], images: { train: 400 } },
      ['datasets[0].budgets.scratch[1]', 'more labels', '400', 'images.train'],
      ['datasets[0].budgets.finetune[1]', 'more labels', '400', 'images.train'],
    ],
    [
      'an unknown key of a dataset',
      { datasets: [{ name: 'flat', budget: [10] }] },
      ['datasets[0].budget', 'unknown key', '"budgets"?'],
    ],
    [
      'half of the budgets',
      { budgets: { scratch: [10, 20] } },
      ['budgets', 'missing', '"finetune"'],
    ],
    [
      'an augmentation that is not there',
      { augment: { jiter: true } },
      ['augment.jiter', 'unknown key', '"jitter"?'],
    ],
    [
      'an augmentation with a number in place of options',
      { augment: { jitter: 0.5 } },
      ['augment.jitter', 'wrong type', 'true or false'],
    ],
    [
      'an option of an augmentation that is not there, and one that is too large',
      { tasks: [{ name: 'sort', augment: { jitter: { strenght: 1, probability: 2 } } }] },
      ['tasks[0].augment.jitter.strenght', 'unknown key', '"strength"?'],
      ['tasks[0].augment.jitter.probability', 'too large', 'at most 1'],
    ],
    ['an empty list', { methods: [] }, ['methods', 'empty', '1']],
    ['no question', { question: '' }, ['question', 'empty', '1']],
    ['a seed twice', { seeds: [1, 1] }, ['seeds[1]', 'a second time']],
    [
      'a method twice',
      { methods: ['turn', { name: 'turn', head: 'deep' }] },
      ['methods[1]', 'a second time'],
    ],
    [
      'crossed limits',
      { training: { imagesSeen: { minimum: 900, maximum: 800 } } },
      ['training.imagesSeen.minimum', 'larger', '800'],
    ],
    [
      'a method that needs outputs which a backbone does not give',
      { methods: ['split'], backbones: ['brick', 'twins'] },
      ['backbones[0]', 'does not give left and right', 'twins', '"methods"'],
    ],
    [
      'more negatives than images',
      {
        methods: [{ name: 'split', negatives: 500 }],
        backbones: ['twins'],
        images: { train: 400 },
      },
      ['methods[0].negatives', 'more than', '400', 'images.train'],
    ],
    [
      'more negatives than images for one backbone',
      {
        methods: ['split'],
        backbones: [{ name: 'twins', methods: [{ name: 'split', negatives: 500 }] }],
        images: { train: 400 },
      },
      ['backbones[0].methods[0].negatives', 'more than', '400', 'images.train'],
    ],
    [
      'a batch in which there is nothing to compare',
      { methods: ['split'], backbones: ['twins'], pretraining: { batch: 1 } },
      ['methods[0].pretraining.batch', 'too few', 'at least 2'],
    ],
    [
      'a stage that is not there',
      { evaluations: [{ name: 'finetune', freezeAfter: 3 }] },
      ['evaluations[0].freezeAfter', 'no such stage', '0 to 2', '"mlp"'],
    ],
    [
      'neighbours of maps',
      { evaluations: ['finetune', 'knn'], tasks: ['measure'] },
      ['evaluations[1]', 'needs one class', 'classification'],
    ],
    [
      'an evaluation twice',
      { evaluations: ['linear', { name: 'linear', inversePenalty: 2 }] },
      ['evaluations[1]', 'a second time'],
    ],
    [
      'an unknown evaluation',
      { evaluations: ['probe'] },
      ['evaluations[0]', 'unknown name', 'finetune, linear, mlp, knn'],
    ],
    [
      'an option of another evaluation',
      { evaluations: [{ name: 'linear', neighbours: 3 }] },
      ['evaluations[0].neighbours', 'unknown key', 'name, inversePenalty, positions'],
    ],
    [
      'rows that overlap',
      {
        training: {
          imagesSeen: [
            { upTo: 50, imagesSeen: 100 },
            { upTo: 50, imagesSeen: 200 },
            { imagesSeen: 300 },
          ],
        },
      },
      ['training.imagesSeen[1].upTo', 'not in ascending order', '50'],
    ],
    [
      'rows that end',
      { training: { imagesSeen: [{ upTo: 50, imagesSeen: 100 }] } },
      ['training.imagesSeen[0].upTo', 'without a row'],
    ],
    [
      'an unknown key of the schedule of a method',
      { methods: [{ name: 'turn', pretraining: { steps: 5 } }] },
      [
        'methods[0].pretraining.steps',
        'unknown key',
        'imagesSeen, batch, peakRate, finalRate, warmup, weightDecay, images, probes',
      ],
    ],
    [
      'a rate of one method that rises',
      { methods: [{ name: 'turn', pretraining: { peakRate: 1e-6 } }] },
      ['pretraining.finalRate', 'larger', '0.000001'],
    ],
    [
      'a rate that rises',
      { pretraining: { peakRate: 1e-6 } },
      ['pretraining.finalRate', 'larger', '0.000001'],
    ],
    [
      'a training without a step',
      { pretraining: { imagesSeen: 63 } },
      ['pretraining.batch', 'less than one step', '63'],
    ],
    [
      'a metric that no task has',
      { metric: 'balancedAccuracy' },
      ['metric', 'no task here has it', 'a task with it'],
    ],
    ['a metric that is none', { metric: 'balanced' }, ['metric', 'balanced', 'balancedAccuracy']],
    [
      'networks that no seed uses',
      { seeds: 2, pretrainingSeeds: 3 },
      ['pretrainingSeeds', 'more pretrained', '2'],
    ],
    [
      'a word for the number of networks',
      { pretrainingSeeds: 'seed' },
      ['pretrainingSeeds', 'seed', 'seeds'],
    ],
  ])('%s', (_, keys, ...problems) => {
    expectProblems(message(keys), x, problems);
  });

  it('tasks that cannot be learned on a dataset, a line each', () => {
    const turning = { factors: { viewpoint: true } };
    const sets = { flat: {}, grey: { extends: 'flat' }, turning };
    const keys = { datasets: ['flat', 'grey', 'turning'], tasks: ['sort', 'tilt'] };
    expectProblems(message(keys, sets), x, [
      ['tasks[1]', 'tilt on flat', 'factors.viewpoint true'],
      ['tasks[1]', 'tilt on grey', 'factors.viewpoint true'],
    ]);
  });

  it('tasks whose truth a source does not have, with those that its images can teach', () => {
    const sets = { flat: { source: 'noise', images: { test: 100 } } };
    expectProblems(message({ tasks: ['tilt', 'sort'] }, sets), x, [
      [
        'tasks[0]',
        'tilt on flat: its images, of the source noise, have no pose',
        'can teach: sort',
      ],
    ]);
  });

  it('images of a dataset that its source refuses, in the document that gives their number', () => {
    const sets = { flat: { source: { name: 'noise', level: 2 }, images: { test: 150 } } };
    expect(() => resolvePipeline(workspace({ x: least }, sets), 'x')).not.toThrow();
    const loud: Problem = ['images.test', 'more than the level', 'less'];
    expectProblems(message({ images: { test: 201 } }, sets), x, [loud]);
    const own = { flat: { ...sets.flat, images: { test: 201 } } };
    expectProblems(message({}, own), 'datasets/flat.json', [loud]);
  });

  it('every problem, a line each', () => {
    // The full text, as an example of the form of all messages.
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
  it('is refused with the position of the syntax error', () => {
    expect(message('{\n  "question": "Why?"\n  "cost": 1\n}')).toMatch(
      /^pipelines\/x\.json › line 3, column 3: not JSON\. Expected ',' or '}' after property value\.$/,
    );
    expect(message('{"question": ')).toMatch(/^pipelines\/x\.json › line 1, column 14: not JSON\./);
    expect(message('')).toMatch(/^pipelines\/x\.json › line 1, column 1: not JSON\./);
  });

  it('is refused with its value', () => {
    expect(message('[1]')).toBe(`${x}: not a document (got [1]; expected an object {…})`);
  });

  it('must have a valid name', () => {
    const { pipelines } = workspace({ 'My Study': least });
    expect(thrown(() => pipelines.body('My Study'))).toMatch(
      /^pipelines\/My Study\.json: not a name/,
    );
  });

  it('must have a unique name', () => {
    const files = ['datasets/b/flat.json', 'datasets/a/flat.json'].map((path) => ({
      path,
      text: '{}',
    }));
    expect(thrown(() => indexDocuments('dataset', files).body('flat'))).toMatch(
      /^datasets\/b\/flat\.json: a second dataset.*datasets\/a\/flat\.json.*Rename/,
    );
  });
});

describe('extends', () => {
  it('must not be circular', () => {
    const circle = workspace({
      a: { ...least, extends: 'b' },
      b: { extends: 'c' },
      c: { extends: 'b' },
    });
    expect(thrown(() => resolvePipeline(circle, 'a'))).toMatch(
      /^pipelines\/c\.json › extends: a cycle.*"b -> c -> b"/,
    );
    const self = workspace({ x: least }, { flat: { extends: 'flat' } });
    expect(thrown(() => resolvePipeline(self, 'x'))).toMatch(
      /^datasets\/flat\.json › extends: a cycle.*"flat -> flat"/,
    );
  });

  it('must name a document', () => {
    expectProblems(message({ extends: 'y' }), x, [['extends', 'unknown name', 'one of x']]);
  });

  it('is refused with the name of the faulty file', () => {
    const documents = workspace({
      x: { extends: 'base', question: 'How?' },
      base: { ...least, seed: 1 },
    });
    expect(thrown(() => resolvePipeline(documents, 'x'))).toMatch(
      /^pipelines\/base\.json › seed: unknown key/,
    );
  });
});

describe('a dataset document is refused for', () => {
  it.each<[object, Problem]>([
    [{ factors: { color: true } }, ['factors.color', 'unknown key', '"colour"?']],
    [{ background: 'dark' }, ['background', 'unknown name', 'lit, unlit']],
    [{ images: { resolution: 30 } }, ['images.resolution', 'wrong size', '8']],
    [{ objects: 0 }, ['objects', 'too small', '1']],
    [{ objects: 9 }, ['objects', 'too large', '8']],
    [{ objects: 2.5 }, ['objects', 'wrong type', 'whole number']],
    [{ shapesPerBucket: 0 }, ['shapesPerBucket', 'too small', '1']],
    [{ seed: -1 }, ['seed', 'too small', '0']],
    [{ images: { train: 405 } }, ['images.train', 'wrong size', '10']],
    [{ source: 'nois' }, ['source', 'unknown name', '"noise"?']],
    [{ source: { name: 'noise', levl: 1 } }, ['source.levl', 'unknown key', '"level"?']],
    [{ source: 'noise', level: 2 }, ['level', 'unknown key', 'within "source"']],
    [{ source: { name: 'rendered', objects: 9 } }, ['source.objects', 'too large', '8']],
    [{ source: { level: 1 } }, ['source', 'missing', '"name"']],
    [{ source: 'noise', objects: 2 }, ['objects', 'rendered', '"source": "rendered"']],
    [{ source: { name: 'rendered' }, seed: 2 }, ['seed', 'rendered', 'within']],
  ])('%j', (keys, problem) => {
    const { datasets, registries } = workspace({}, { flat: keys });
    expectProblems(
      thrown(() => resolveDataset(datasets, 'flat', registries.sources)),
      'datasets/flat.json',
      [problem],
    );
  });
});
