import { stream } from '@nhat/random';
import { decideClaim } from './decide-claim';
import { claims } from './registry';
import type { Study, StudyArm, StudyCell, StudyRun } from './study';

const settings = { stream: stream('study'), draws: 200 };
const runs = (budgets: number[], value: (n: number) => number, imagesSeen = 1000): StudyRun[] =>
  budgets.flatMap((n) =>
    [0, 1, 2].map((seed) => ({
      ...{ n, seed, value: value(n) + 0.001 * seed, train: 1, fitted: true },
      ...{ network: String(seed), imagesSeen },
    })),
  );
const scratchCurve = (n: number) => 0.1 * Math.log2(n / 25);
const whole = (method: string): StudyArm => ({
  ...{ method, evaluation: 'finetune', frozenStages: 0 },
  runs: runs([50, 100], (n) => scratchCurve(2 * n)),
});
const cell = (change: Partial<StudyCell> = {}): StudyCell => ({
  ...{ dataset: 'shapes-t', backbone: 'resnet9', parameters: 100, task: 'classification' },
  images: { factors: { texture: true, colour: false }, otherwise: '' },
  metric: { label: 'accuracy', isShare: true },
  scratch: runs([50, 100, 200, 400], scratchCurve),
  arms: [whole('rotation')],
  ...change,
});
const decide = (name: keyof typeof claims, cells: StudyCell[], options: object = {}) =>
  decideClaim({ name, options: { ...options } }, { cells }, settings).claim;
const input = <Name extends keyof typeof claims>(name: Name, cells: StudyCell[], options = {}) =>
  (claims[name].inputOf as (study: Study, options: object) => unknown)({ cells }, options);

describe('a study that lacks what a claim needs', () => {
  const depth = { label: 'RMSE', isShare: false };
  const untold = cell({
    scratch: runs([50, 100], scratchCurve).map((run) => ({ ...run, train: null })),
  });
  it.each([
    ['larger-network-gains-more', [cell()], /needs two backbones \(got resnet9\)/],
    [
      'larger-network-gains-more',
      [cell(), cell({ backbone: 'resnet9-pair', parameters: 90, arms: [whole('cmc')] })],
      /share a method .*resnet9: 100 parameters, rotation, resnet9-pair: 90 parameters, cmc/,
    ],
    ['harder-data-gains-more', [cell()], /needs two datasets .*got shapes-t\)/],
    ['best-method-differs', [cell()], /needs two tasks .*classification on shapes-t with rotation/],
    ['sign-per-factor-consistent', [cell()], /needs two methods .*shapes-t with rotation/],
    ['freezing-hurts', [cell()], /two depths .*got 0 stages frozen/],
    ['linear-evaluation-predicts', [cell()], /linear evaluation .*got rotation, finetune/],
    ['acts-as-regulariser', [cell()], /trained for longer \(got shapes-t on resnet9\)/],
    [
      'merges-before-plateau',
      [cell({ metric: depth })],
      /is a share \(got RMSE of classification\)/,
    ],
    ['falls-with-labels', [cell({ arms: [] })], /a method that was finetuned \(got none\)/],
    [
      'acts-as-regulariser',
      [untold, cell({ scratch: runs([50, 100], scratchCurve, 2000) })],
      /accuracy in training/,
    ],
  ] as const)('leaves %s undecided and says what', (name, cells, message) => {
    const decided = decide(name, [...cells], { upTo: 400 });
    expect(decided).toMatchObject({ name, outcome: 'undecided', effects: [], moreTrainings: null });
    expect(decided.because).toMatch(message);
  });

  const networks = [cell(), cell({ backbone: 'resnet50', parameters: 400 })];
  it.each<[string, object, StudyCell[], RegExp]>([
    [
      'none',
      { large: 'resnet18' },
      networks,
      /needs the backbone resnet18 \(got resnet9, resnet50\)/,
    ],
    [
      'them in the wrong order',
      { small: 'resnet50', large: 'resnet9' },
      networks,
      /needs resnet9 to have more parameters than resnet50, .*resnet9: 100 parameters/,
    ],
    [
      'several',
      { small: 'resnet9' },
      [cell({ backbone: 'resnet9 (width 0.25)' }), cell({ backbone: 'resnet9 (width 0.5)' })],
      /"small" names one backbone, and the study has several of that name \(resnet9 \(width 0.25\), resnet9 \(width 0.5\)\)/,
    ],
  ])('says so where a document that names networks names %s', (_, options, cells, message) => {
    expect(decide('larger-network-gains-more', cells, { upTo: 400, ...options })).toMatchObject({
      ...{ outcome: 'undecided', because: expect.stringMatching(message) as string },
    });
  });

  it('compares the networks that differ most in their parameters, or those that a document names', () => {
    const cells = [
      cell({ backbone: 'resnet9 (width 0.5)', parameters: 420 }),
      cell({ backbone: 'resnet50', parameters: 400 }),
      cell({ backbone: 'resnet9 (width 0.25)' }),
      cell({ backbone: 'mine', parameters: null }),
    ];
    const pair = (options: object) => {
      const { small, large } = input('larger-network-gains-more', cells, options) as Record<
        'small' | 'large',
        { name: string }
      >;
      return [small.name, large.name];
    };
    expect(pair({})).toEqual(['resnet9 (width 0.25)', 'resnet9 (width 0.5)']);
    expect(pair({ large: 'resnet50' })).toEqual(['resnet9 (width 0.25)', 'resnet50']);
    expect(pair({ small: 'resnet50' })).toEqual(['resnet50', 'resnet9 (width 0.5)']);
    expect(pair({ small: 'resnet9 (width 0.25)', large: 'mine' })).toEqual([
      'resnet9 (width 0.25)',
      'mine',
    ]);
  });

  it('says how a document names one case of several', () => {
    const cells = [cell(), cell({ dataset: 'shapes-c', arms: [whole('vae')] })];
    const { because } = decide('merges-before-plateau', cells, { margin: 0.01, rise: 0.01 });
    expect(because).toContain('datasets (shapes-t, shapes-c)');
    expect(because).toContain('"dataset"');
    expect(because).not.toContain('"task"');
  });

  it('names the datasets there are where a document names another one', () => {
    const { because } = decide('falls-with-labels', [cell()], { dataset: 'shapes-tcvl' });
    expect(because).toContain('the dataset shapes-tcvl (got shapes-t)');
  });

  it('finds what a document names with settings, also where nothing differs in them', () => {
    const settings = { backbone: ['width 0.25', 'kernel 3'], task: [] };
    const arm = { ...whole('cmc'), settings: ['negatives 4096'] };
    const cells = [cell({ settings, arms: [arm] })];
    const found = (options: object) => decide('falls-with-labels', cells, options).effects.length;
    expect(found({ backbone: 'resnet9 (width 0.25)', method: 'cmc (negatives 4096)' })).toBe(1);
    expect(found({ backbone: 'resnet9 (kernel 3, width 0.25)' })).toBe(1);
    expect(found({ backbone: 'resnet9 (width 0.5)' })).toBe(0);
    expect(found({ backbone: 'resnet50 (width 0.25)' })).toBe(0);
    expect(found({ method: 'cmc (negatives 64)' })).toBe(0);
  });
});

it('one pretrained network shows nothing about a method as a regulariser, and networks count, not runs', () => {
  const sharing = (networks: number) => {
    const arm = whole('rotation');
    const network = ({ seed }: StudyRun) => String(seed % networks);
    return [
      cell({
        arms: [{ ...arm, runs: arm.runs.map((run) => ({ ...run, network: network(run) })) }],
      }),
      cell({ scratch: runs([50, 100], scratchCurve, 2000) }),
    ];
  };
  const { because, effects } = decide('acts-as-regulariser', sharing(1), { upTo: 400 });
  expect(effects).toEqual([]);
  expect(because).toContain('one pretrained network');
  const { test } = input('acts-as-regulariser', sharing(2), { upTo: 400 }) as {
    test: Record<string, { values: number[] }[]>;
  };
  const counts = (name: string) => test[name]!.map(({ values }) => values.length);
  expect([counts('scratch'), counts('finetuned')]).toEqual([
    [3, 3],
    [2, 2],
  ]);
});

describe('what is compared', () => {
  it('are the networks with the fewest and the most parameters that share a method', () => {
    const cells = [
      cell({ backbone: 'middle', parameters: 200 }),
      cell({ backbone: 'wide', parameters: 300 }),
      cell({ backbone: 'narrow', parameters: 100 }),
      cell({ backbone: 'pair', parameters: 50, arms: [whole('cmc')] }),
    ];
    expect(input('larger-network-gains-more', cells)).toMatchObject({
      ...{ small: { name: 'narrow' }, large: { name: 'wide' }, arms: ['rotation'] },
    });
  });

  it('are the datasets that scratch learns best and worst, unless a document names them', () => {
    const learned = (dataset: string, more: number) =>
      cell({ dataset, scratch: runs([50, 100, 200], (n) => scratchCurve(n) + more) });
    const cells = [learned('a', 0.1), learned('b', -0.1), learned('c', 0.2)];
    const names = (options: object) => {
      const { easy, hard } = input('harder-data-gains-more', cells, options) as {
        easy: { name: string };
        hard: { name: string };
      };
      return [easy.name, hard.name];
    };
    expect(names({})).toEqual(['c', 'b']);
    expect(names({ easy: 'a' })).toEqual(['a', 'b']);
    expect(names({ easy: 'b', hard: 'c' })).toEqual(['b', 'c']);
  });

  it('are pairs of datasets with and without one factor; other methods and single pairs are left out', () => {
    const data = (dataset: string, texture: boolean, colour: boolean, lit = false) =>
      cell({
        ...{ dataset, arms: [whole('rotation'), whole('vae')] },
        images: { factors: { texture, colour }, otherwise: lit ? 'lit' : '' },
      });
    const cells = [
      data('plain', false, false),
      data('t', true, false),
      data('c', false, true),
      data('tc', true, true),
      data('other', true, true, true),
      cell({ dataset: 'one method', images: { factors: { texture: true }, otherwise: 'x' } }),
    ];
    const { pairs, methods } = input('sign-per-factor-consistent', cells) as {
      pairs: { factor: string; without: { name: string }; with: { name: string } }[];
      methods: string[];
    };
    expect(methods).toEqual(['rotation', 'vae']);
    expect(
      pairs.map((pair) => `${pair.factor}: ${pair.without.name} > ${pair.with.name}`).sort(),
    ).toEqual(['colour: plain > c', 'colour: t > tc', 'texture: c > tc', 'texture: plain > t']);
    const withoutCorner = input('sign-per-factor-consistent', cells.slice(0, 3)) as typeof pairs & {
      pairs: unknown[];
    };
    expect(withoutCorner.pairs).toHaveLength(2);
  });

  it('is a longer training only against the same network on the same data', () => {
    const longer = (change: Partial<StudyCell>) =>
      cell({ ...change, scratch: runs([50, 100], scratchCurve, 2000) });
    const found = (cells: StudyCell[]) =>
      decide('acts-as-regulariser', cells, { upTo: 400 }).effects.length;
    expect(found([cell(), longer({})])).toBe(6);
    expect(found([cell(), longer({ backbone: 'resnet50' })])).toBe(0);
    expect(found([longer({})])).toBe(0);
  });
});

it('the title has the options that a document sets', () => {
  const title = (options: object) => decide('falls-with-labels', [cell()], options).title;
  expect(title({})).toBe('falls-with-labels');
  expect(title({ dataset: 'shapes-t' })).toBe('falls-with-labels (dataset shapes-t)');
  expect(decide('freezing-hurts', [cell()], { margin: 0.005 }).title).toBe('freezing-hurts');
});
