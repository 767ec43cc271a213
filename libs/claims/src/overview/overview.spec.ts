import type { PanelRun } from '@nhat/curves';
import { simulateAnswers } from '@nhat/curves/testing/simulated-answers';
import { stream } from '@nhat/random';
import type { Study, StudyArm, StudyCell, StudyRun } from '../study';
import { simulateStudy } from '../testing/simulated-study';
import type { StudyTruth } from '../testing/simulated-study';
import { overviewOf } from './overview';

const settings = { stream: stream('overview'), draws: 1000 };

/** 0.1 more at every doubling, so that a target that is 0.1 higher needs twice the labels. */
const scratchCurve = (n: number) => 0.2 + 0.1 * Math.log2(n / 25);

function runs(budgets: readonly number[], value: (n: number) => number, seeds = 3): StudyRun[] {
  return budgets.flatMap((n) =>
    Array.from({ length: seeds }, (_, seed) => ({
      ...{ n, seed, value: value(n) + 0.0001 * (seed - (seeds - 1) / 2), train: 1, fitted: true },
      ...{ network: String(seed), imagesSeen: 1000 },
    })),
  );
}

/** A method with log2(n̂/n) as given, the same at 50, 100 and 200 labels. */
const whole = (method: string, doublings: number, seeds = 3): StudyArm => ({
  ...{ method, evaluation: 'finetune', frozenStages: 0 },
  runs: runs([50, 100, 200], (n) => scratchCurve(n * 2 ** doublings), seeds),
});

const cell = (arms: StudyArm[], change: Partial<StudyCell> = {}): StudyCell => ({
  ...{ dataset: 'shapes-t', backbone: 'resnet9', parameters: 100, task: 'classification' },
  images: { factors: { texture: true, colour: false }, otherwise: '' },
  metric: { label: 'accuracy', isShare: true },
  scratch: runs([25, 50, 100, 200, 400, 800], scratchCurve),
  arms,
  ...change,
});

const overview = (...cells: StudyCell[]) => overviewOf({ cells }, settings);

describe('the mean utility of a method', () => {
  it('is the mean of log2(n̂/n) over its budgets, with an interval around it', () => {
    const [first, second] = overview(cell([whole('one', 1), whole('other', -0.5)])).utilities;
    expect(first).toMatchObject({ method: 'one', kind: 'number', budgets: [50, 100, 200] });
    expect(first!.estimate).toBeCloseTo(1, 6);
    expect(first!.interval!.low).toBeLessThan(1);
    expect(first!.interval!.high).toBeGreaterThan(1);
    expect(second!.estimate).toBeCloseTo(-0.5, 6);
  });

  it('leaves out the budgets at which no labels can be counted, and says why', () => {
    const arm = { ...whole('one', 1), refused: { 50: 'at chance' } };
    const [one] = overview(cell([arm])).utilities;
    expect(one).toMatchObject({ kind: 'number', budgets: [100, 200] });
    expect(one!.leftOut).toEqual([{ n: 50, why: 'at chance' }]);
    const refused = { 50: 'flat', 100: 'flat', 200: 'flat' };
    const [none] = overview(cell([{ ...arm, refused }])).utilities;
    expect(none).toMatchObject({ kind: 'flat', budgets: [], interval: null, estimate: null });
  });

  it('is a bound where every budget lies above the curve from scratch, or below it', () => {
    const high = { ...whole('high', 0), runs: runs([400, 800], () => 0.9) };
    const low = { ...whole('low', 0), runs: runs([25, 50], () => 0.05) };
    const [above, below] = overview(cell([high, low])).utilities;
    expect(above).toMatchObject({ kind: 'above', budgets: [400, 800] });
    expect(above!.estimate).toBeCloseTo(0.5, 6);
    expect(below).toMatchObject({ kind: 'below', budgets: [25, 50] });
    expect(below!.estimate).toBeCloseTo(-0.5, 6);
  });

  it('has no interval where nothing ran twice, and other cells keep theirs', () => {
    const once = cell([whole('one', 1, 1)], {
      ...{ dataset: 'once', scratch: runs([25, 50, 100, 200, 400, 800], scratchCurve, 1) },
    });
    const [single, repeated] = overview(once, cell([whole('one', 1)])).utilities;
    expect(single).toMatchObject({ cell: 0, kind: 'one run', interval: null });
    expect(single!.estimate).toBeCloseTo(1, 6);
    expect(repeated).toMatchObject({ cell: 1, kind: 'number' });
  });

  it('does not count a scratch that was trained for longer beside the same cell without', () => {
    const longer = cell([whole('one', 1)], {
      scratch: cell([]).scratch.map((run) => ({ ...run, imagesSeen: 2000 })),
    });
    expect(overview(cell([whole('one', 1)]), longer).utilities).toHaveLength(1);
    expect(overview(longer).utilities).toHaveLength(1);
  });

  it('does not move when another cell joins the study', () => {
    const alone = overview(cell([whole('one', 1)])).utilities[0]!;
    const joined = overview(cell([whole('one', 1)], { dataset: 'a' }), cell([whole('one', 1)]));
    expect(joined.utilities[1]!.interval!.low).toBeCloseTo(alone.interval!.low, 2);
  });
});

describe('ranks of methods', () => {
  const pose = { task: 'pose' };

  it('follow the truth, and say that the order differs where a pair changes places', () => {
    const { ranks } = overview(
      cell([whole('a', 1.2), whole('b', 0.5), whole('c', 0.1)]),
      cell([whole('a', 0.5), whole('b', 1.2), whole('c', 0.1)], pose),
    );
    expect(ranks).toHaveLength(1);
    const [{ tasks, order }] = ranks as [(typeof ranks)[number]];
    expect(tasks.map((task) => task.ranks.map(({ arm }) => arm).join(''))).toEqual(['abc', 'bac']);
    expect(tasks[0]!.ranks[0]!.best).toBeGreaterThan(0.99);
    expect(order).toMatchObject({ answer: 'differs' });
    expect(order!.bestDiffers).toBeGreaterThan(0.99);
    expect([order!.reversal!.method, order!.reversal!.other].sort()).toEqual(['a', 'b']);
    expect(order!.reversal!.probability).toBeGreaterThan(0.99);
  });

  it('say that one method is the best everywhere, or leave it open', () => {
    const same = overview(
      cell([whole('a', 1.2), whole('b', 0.5)]),
      cell([whole('a', 0.9), whole('b', 0.3)], pose),
    );
    expect(same.ranks[0]!.order).toMatchObject({ answer: 'same', bestDiffers: 0 });
    const truth = { methods: ['a', 'b'], doublings: () => 0.7 };
    const tied = overviewOf(simulateStudy({ ...twoTasks, ...truth }, stream('tie')), settings);
    expect(tied.ranks[0]!.order!.answer).toBe('open');
  });

  it('leave it open whether one is the best everywhere while another cannot be compared in a task', () => {
    const late = { ...whole('late', 0.2), runs: runs([400], (n) => scratchCurve(n)) };
    const [one] = overview(
      cell([whole('a', 1.2), whole('b', 0.5), whole('late', 0.2)]),
      cell([whole('a', 0.9), whole('b', 0.3), late], pose),
    ).ranks;
    expect(one!.tasks.map(({ leftOut }) => leftOut)).toEqual([[], ['late']]);
    expect(one!.order).toMatchObject({ answer: 'open', bestDiffers: 0 });
  });

  it('need two methods with a common budget, and an order two tasks', () => {
    expect(overview(cell([whole('a', 1)])).ranks).toEqual([]);
    const late = { ...whole('late', 1), runs: runs([400], (n) => scratchCurve(n)) };
    const [only] = overview(cell([whole('a', 1), whole('b', 0.5), late])).ranks;
    expect(only!.order).toBeNull();
    expect(only!.tasks[0]).toMatchObject({ leftOut: ['late'], budgets: [50, 100, 200] });
  });

  it('stand beside the ranks of a linear head', () => {
    const linear = (_: object, method: string) => (method === 'a' ? 0.3 : 0.6);
    const doublings = (_: object, method: string) => (method === 'a' ? 1.4 : 0.1);
    const truth = { ...twoTasks, tasks: ['classification'], linear, doublings };
    const { ranks } = overviewOf(simulateStudy(truth, stream('linear')), settings);
    const rows = ranks[0]!.tasks[0]!.ranks.map(({ arm, linear: rank, knn }) => [arm, rank, knn]);
    expect(rows).toEqual([
      ['a', 2, null],
      ['b', 1, null],
    ]);
  });
});

const twoTasks: StudyTruth = {
  datasets: { 'shapes-t': { texture: true } },
  backbones: { resnet9: 100 },
  tasks: ['classification', 'pose'],
  methods: ['a', 'b'],
  doublings: () => 0.5,
};

it('networks are compared with the smallest one, by joint draws', () => {
  const wide = { backbone: 'wide', parameters: 400 };
  const [gains] = overview(cell([whole('one', 1.3)], wide), cell([whole('one', 0.6)])).networks;
  expect(gains!.networks.map(({ backbone }) => backbone)).toEqual(['resnet9', 'wide']);
  const [difference] = gains!.differences;
  expect(difference).toMatchObject({ cell: 0, budgets: [50, 100, 200] });
  expect(difference!.interval!.estimate).toBeCloseTo(0.7, 6);
  expect(difference!.interval!.low).toBeGreaterThan(0);
  expect(overview(cell([whole('one', 1)])).networks).toEqual([]);
});

describe('effects of a factor of the images', () => {
  const images = (texture: boolean, colour: boolean) => ({
    ...{ images: { factors: { texture, colour }, otherwise: '' } },
    dataset: `${texture ? 'T' : '-'}${colour ? 'C' : '-'}`,
  });
  const grid = (effect: number) =>
    overview(
      cell([whole('one', 0.4)], images(false, false)),
      cell([whole('one', 0.4 + effect)], images(true, false)),
      cell([whole('one', 0.1)], images(false, true)),
      cell([whole('one', 0.1 + effect)], images(true, true)),
    ).factors;

  it('are the mean over its pairs at equal labels and at equal accuracy', () => {
    const factors = grid(0.5);
    expect(factors.map(({ factor }) => factor)).toEqual(['texture', 'colour']);
    const [texture, colour] = factors;
    expect(texture!.pairs.map(({ datasets }) => datasets.join(' > '))).toEqual([
      '-- > T-',
      '-C > TC',
    ]);
    expect(texture!.atLabels!.estimate).toBeCloseTo(0.5, 6);
    expect(texture!.atLabels!.low).toBeGreaterThan(0);
    expect(texture!.atAccuracy!.estimate).toBeCloseTo(0.5, 6);
    expect(texture!.pairs[0]!.atLabels).toMatchObject({
      ...{ off: expect.closeTo(0.4, 6), on: expect.closeTo(0.9, 6), at: [50, 100, 200] },
    });
    expect(colour!.atLabels!.estimate).toBeCloseTo(-0.3, 6);
  });

  it('at equal accuracy vanish where the factor only moves datasets along one falling curve', () => {
    const falling = (n: number, place: number) => 1.5 - 0.4 * Math.log2((n * place) / 25);
    const moved = (place: number, colour: boolean) => {
      const curve = (n: number) => 0.2 + 0.1 * Math.log2((n * place) / 25);
      return cell(
        [
          {
            ...whole('one', 0),
            runs: runs([50, 100, 200], (n) => curve(n * 2 ** falling(n, place))),
          },
        ],
        {
          ...images(false, colour),
          scratch: runs([25, 50, 100, 200, 400, 800, 1600], curve),
        },
      );
    };
    const [effect] = overview(moved(2, false), moved(1, true)).factors;
    expect(effect!.atLabels!.estimate).toBeCloseTo(0.4, 4);
    expect(effect!.atAccuracy!.estimate).toBeCloseTo(0, 4);
  });

  it('need images that differ by one factor alone', () => {
    const other = { images: { factors: { texture: false, colour: true }, otherwise: '' } };
    expect(overview(cell([whole('one', 1)]), cell([whole('one', 1)], other)).factors).toEqual([]);
  });
});

it('freezing losses are finetuned minus frozen, by depth', () => {
  const frozen = (depth: number, loss: number): StudyArm => ({
    ...{ ...whole('one', 1), frozenStages: depth },
    runs: whole('one', 1).runs.map((run) => ({ ...run, value: run.value - loss })),
  });
  const [losses] = overview(cell([whole('one', 1), frozen(2, 0.05), frozen(1, 0.01)])).freezing;
  expect(losses!.depths.map(({ depth }) => depth)).toEqual([1, 2]);
  expect(losses!.depths[1]!.estimate).toBeCloseTo(0.05, 9);
  expect(losses!.depths[1]!.low).toBeCloseTo(0.05, 9);
});

it('linear and finetuned means stand beside each other, with the correlation of their orders', () => {
  const truth: StudyTruth = {
    ...{ ...twoTasks, methods: ['a', 'b', 'c'] },
    doublings: (_, method) => ({ a: 0.1, b: 0.8, c: 1.5 })[method]!,
    linear: (_, method) => ({ a: 0.3, b: 0.4, c: 0.5 })[method]!,
    noise: 0.002,
  };
  const { linear } = overviewOf(simulateStudy(truth, stream('agree')), settings);
  expect(linear!.points).toHaveLength(2 * 3 * 3);
  expect(linear!.points[0]).toMatchObject({ cell: 0, method: 'a', n: 100 });
  expect(linear!.points[0]!.linear).toBeCloseTo(0.3, 1);
  expect(linear!.correlation!.effect).toBe(1);
  expect(overview(cell([whole('a', 1)])).linear).toBeNull();
});

it('the gap between training and test images is compared by seed', () => {
  const half = whole('one', 1).runs.map((run) => ({ ...run, train: run.value + 0.1 }));
  const scratch = cell([]).scratch.map((run) => ({ ...run, train: run.value + 0.3 }));
  const [gap] = overview(cell([{ ...whole('one', 1), runs: half }], { scratch })).fit;
  expect(gap).toMatchObject({ cell: 0, method: 'one', budgets: [50, 100, 200] });
  expect(gap!.scratch.gap).toBeCloseTo(0.3, 9);
  expect(gap!.finetuned.gap).toBeCloseTo(0.1, 9);
  expect(gap!.narrowed.estimate).toBeCloseTo(0.2, 9);
  const unmeasured = scratch.map((run) => ({ ...run, train: null }));
  expect(overview(cell([whole('one', 1)], { scratch: unmeasured })).fit).toEqual([]);
});

describe('the intervals of frozen stages and of the gap to training images', () => {
  const { scratch, arms } = simulateAnswers(
    { images: 200, seeds: 6, shared: 0.3, utility: 1 },
    stream('images of pairs'),
  );
  const studyRuns = (list: readonly PanelRun[], networks = 6): StudyRun[] =>
    list.map((run) => ({
      ...{ ...run, network: String(run.seed % networks), train: run.value + 0.1 },
      ...{ fitted: true, imagesSeen: 1000 },
    }));
  const without = (list: readonly StudyRun[]): StudyRun[] =>
    list.map(({ answers: _, ...run }) => run);
  const drawn = (of: (list: readonly StudyRun[]) => StudyRun[], networks = 6) => {
    const arm = (frozenStages: number, runs: StudyRun[]): StudyArm => ({
      ...{ method: 'one', evaluation: 'finetune', frozenStages, runs: of(runs) },
    });
    const finetuned = studyRuns(arms[0]!.runs, networks);
    const own = cell([arm(0, finetuned), arm(2, studyRuns(scratch, networks))], {
      scratch: of(studyRuns(scratch)),
    });
    const { freezing, fit } = overview(own);
    return { loss: freezing[0]!.depths[0]!, narrowed: fit[0]!.narrowed };
  };
  const width = ({ low, high }: { low: number | null; high: number | null }) => high! - low!;

  it('hold the choice of test images', () => {
    const [wide, narrow] = [drawn((list) => [...list]), drawn(without)];
    for (const kind of ['loss', 'narrowed'] as const) {
      expect(wide[kind].estimate).toBe(narrow[kind].estimate);
      expect(width(wide[kind])).toBeGreaterThan(1.1 * width(narrow[kind]));
    }
  });

  it('count networks where several have several seeds each', () => {
    const { loss, narrowed } = drawn(without, 3);
    expect([loss.seeds, narrowed.seeds]).toEqual([3, 3]);
    expect(drawn(without).narrowed.seeds).toBe(6);
  });
});

it('intervals of simulated studies hold the truth about as often as they say', () => {
  const truth: StudyTruth = {
    ...{ ...twoTasks, tasks: ['classification'], methods: ['a'] },
    datasets: { off: { colour: false }, on: { colour: true } },
    doublings: ({ dataset }) => (dataset === 'on' ? 1.2 : 0.7),
  };
  const held = { mean: 0, effect: 0 };
  const studies = 40;
  for (let at = 0; at < studies; at++) {
    const study: Study = simulateStudy(truth, stream('held', at));
    const { utilities, factors } = overviewOf(study, { ...settings, draws: 400 });
    const covers = ({ low, high }: { low: number; high: number }, value: number) =>
      low <= value && value <= high ? 1 : 0;
    held.mean += covers(utilities[0]!.interval!, 0.7);
    held.effect += covers(factors[0]!.atLabels!, 0.5);
  }
  expect(held.mean).toBeGreaterThanOrEqual(34);
  expect(held.effect).toBeGreaterThanOrEqual(34);
});
