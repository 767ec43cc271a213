import { mean } from '@nhat/curves';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { simulatePanel } from '@nhat/curves/testing/simulated-panel';
import { claims } from './registry';
import { spreadOfMethods } from './permuted-pairs';
import type { StudyArm, StudyCell } from './study';
import { ONE_NETWORK } from './study-draws';

const settings = { stream: stream('claims'), draws: 400 };
const truth = {
  name: 'data',
  curve: (n: number) => 0.1 * Math.log2(n / 25),
  arms: { one: (n: number) => 2 ** (2 - 0.5 * Math.log2(n / 50)) - 1 },
  scratch: [50, 100, 200, 400, 800, 1600],
  finetuned: [50, 100, 200, 400],
  noise: () => 0.004,
};
const panelOf = (networks: number, seeds = 3, change: Partial<typeof truth> = {}) =>
  simulatePanel(
    { ...truth, ...change },
    { seeds, networks, between: 0, correlation: 0.5 },
    stream('panel'),
  );

describe('falls-with-labels', () => {
  const decide = (
    panels: Parameters<(typeof claims)['falls-with-labels']['decide']>[0]['panels'],
  ) => claims['falls-with-labels'].decide({ panels, arms: ['one'] }, settings);

  it('gives the effect in doublings per doubling, with its interval', () => {
    const { outcome, effects, missing } = decide([panelOf(3)]);
    expect({ outcome, missing }).toEqual({ outcome: 'holds', missing: null });
    expect(effects[0]!.effect).toBeCloseTo(0.5, 0);
    expect(effects[0]!.low).toBeGreaterThan(0);
    expect(effects[0]!.high).toBeGreaterThan(effects[0]!.effect);
  });

  it('one pretrained network decides nothing, however clear', () => {
    expect(decide([panelOf(1)])).toMatchObject({ outcome: 'undecided', missing: null });
  });

  it('one seed decides nothing, nor do budgets beyond the ladder', () => {
    expect(decide([panelOf(1, 1)])).toMatchObject({ outcome: 'undecided', effects: [] });
    const short = { scratch: [50, 100], finetuned: [100, 200, 400] };
    expect(decide([panelOf(3, 3, short)])).toMatchObject({ outcome: 'undecided', effects: [] });
  });

  it('names the budgets that lie outside the ladder', () => {
    const short = panelOf(3, 3, { scratch: [50, 100, 200, 400], arms: { one: () => 1.5 } });
    expect(decide([short]).leftOut).toEqual([
      'data at 200 and 400 (beyond the curve from scratch)',
    ]);
    expect(decide([panelOf(3)]).leftOut).toBeUndefined();
  });

  it('names the trainings that would decide it: one seed more is all budgets of both arms', () => {
    const noisy = panelOf(3, 3, { noise: () => 0.04, arms: { one: () => 1 } });
    const { outcome, missing } = decide([noisy]);
    expect(outcome).toBe('undecided');
    if (missing !== null) expect(missing.trainings % (6 + 4)).toBe(0);
  });

  it('refuses an arm that a panel does not have', () => {
    const call = () =>
      claims['falls-with-labels'].decide({ panels: [panelOf(3)], arms: ['none'] }, settings);
    expect(call).toThrow(/got none; expected one of one/);
  });
});

describe('sign-per-factor-consistent', () => {
  it('Q of two methods and two pairs by hand', () => {
    // Means of the methods 1 and 3 about 2: 2 pairs × (1 + 1).
    const values = [
      [1, 2],
      [1, 4],
    ];
    expect(spreadOfMethods(values, ['t', 't'])).toBe(4);
    // Each pair a factor of its own: 1 × (¼ + ¼) + 1 × (2.25 + 2.25).
    expect(spreadOfMethods(values, ['t', 'l'])).toBe(5);
  });

  it('one pair of datasets for a factor cannot decide it', () => {
    const arms = { one: () => 1, other: () => 0 };
    const pair = {
      factor: 'texture',
      without: panelOf(3, 3, { name: 'x', arms }),
      with: panelOf(3, 3, { name: 'y', arms }),
    };
    const input = { pairs: [pair], methods: ['one', 'other'] };
    const { outcome, because } = claims['sign-per-factor-consistent'].decide(input, settings);
    expect(outcome).toBe('undecided');
    expect(because).toContain('texture');
  });

  it('says which rule is shown, and gives no effect the p-value of the whole rule', () => {
    const arms = (doublings: number) => ({ one: () => 2 ** doublings - 1, other: () => 0.5 });
    const pairs = Array.from({ length: 6 }, (_, at) => ({
      factor: 'texture',
      without: panelOf(3, 3, { name: `${at}`, arms: arms(0.2) }),
      with: panelOf(3, 3, { name: `${at}t`, arms: arms(1.4) }),
    }));
    const input = { pairs, methods: ['one', 'other'] };
    const decision = claims['sign-per-factor-consistent'].decide(input, settings);
    expect(decision.outcome).toBe('holds');
    expect(decision.because).toMatch(
      /^Methods differ in what factors do, and no method is shown to have an effect above 0 in one pair of a factor and below 0 in another\. Estimates have one sign in all pairs in \d of 2 methods × factors\.$/,
    );
    expect(decision.p).toBeLessThan(0.05);
    expect(decision.effects.map(({ p, pFails }) => [p, pFails])).toEqual(
      decision.effects.map(() => [null, null]),
    );
  });
});

describe('linear-evaluation-predicts', () => {
  it('three methods on one dataset cannot show agreement', () => {
    const methods = [1, 2, 3].map((k) => ({
      method: `m${k}`,
      linear: [0.1 * k, 0.1 * k + 0.001],
      finetuned: [0.2 * k, 0.2 * k + 0.001],
    }));
    const input = { cells: [{ dataset: 'd', n: 100, methods }] };
    const { outcome, because } = claims['linear-evaluation-predicts'].decide(input, settings);
    expect(outcome).toBe('undecided');
    expect(because).toContain('3 methods');
  });

  const cell = (methods: Record<string, [linear: number, finetuned: number]>) => ({
    ...{ dataset: 'd', n: 1600 },
    methods: Object.entries(methods).map(([method, [linear, finetuned]]) => ({
      method,
      linear: [linear, linear + 0.002],
      finetuned: [finetuned, finetuned + 0.002],
    })),
  });

  it('an inversion is the leads of both methods in the metric, each with an interval that has a width', () => {
    const cells = [cell({ a: [0.6, 0.7], b: [0.5, 0.8] })];
    const { outcome, effects } = claims['linear-evaluation-predicts'].decide({ cells }, settings);
    expect(outcome).toBe('fails');
    const leads = effects.filter(({ unit }) => unit === 'share of the metric');
    expect(leads.map(({ name }) => name).sort()).toEqual([
      'd at 1,600 labels, by finetuning: b − a',
      'd at 1,600 labels, by linear evaluation: a − b',
    ]);
    for (const { effect, low, high } of leads) {
      expect(effect).toBeCloseTo(0.1, 12);
      expect(high - low).toBeGreaterThan(0.001);
    }
    expect(effects[0]).toBe(leads[0]);
  });

  it('an interval of τ without width says of how many points it is and what it cannot mean', () => {
    const cells = [cell({ a: [0.6, 0.8], b: [0.5, 0.7] })];
    const { outcome, effects, because } = claims['linear-evaluation-predicts'].decide(
      { cells },
      settings,
    );
    const [tau] = effects;
    expect(outcome).toBe('undecided');
    expect(tau).toMatchObject({ effect: 1, low: 1, high: 1 });
    expect(tau!.name).toContain('2 methods × datasets');
    expect(because).toContain('two methods have two orders');
    expect(because).toContain('says nothing about other methods and datasets');
    const near = [cell({ a: [0.6, 0.8], b: [0.5, 0.7995] })];
    const wide = claims['linear-evaluation-predicts'].decide({ cells: near }, settings);
    expect(wide.because).not.toContain('Every draw');
  });
});

describe('freezing-hurts', () => {
  const runs = (value: (seed: number, n: number) => number) =>
    [0, 1, 2].flatMap((seed) =>
      [100, 200].map((n) => ({ n, seed, value: value(seed, n), network: `${seed}` })),
    );
  const finetuned = runs((seed) => 0.5 + 0.1 * seed);
  const at = (depth: number, loss: (seed: number) => number) => ({
    depth,
    runs: runs((seed) => 0.5 + 0.1 * seed + loss(seed)),
  });

  it('pairs by seed and network: what seeds differ by drops out', () => {
    const frozen = [at(1, (seed) => -0.01 - 0.001 * seed), at(2, (seed) => -0.03 + 0.001 * seed)];
    const { outcome, effects } = claims['freezing-hurts'].decide({ finetuned, frozen }, settings);
    expect(outcome).toBe('holds');
    // From 0 over −0.010 to −0.030, 0 over −0.011 to −0.029, and 0 over −0.012 to −0.028: −0.0150, −0.0145, −0.0140 a stage.
    expect(effects[0]!.effect).toBeCloseTo(-0.0145, 12);
    expect(effects[0]!.high).toBeLessThan(0);
  });

  it('says which steps the fall rests on', () => {
    const last = [at(1, (seed) => 0.004 * (seed - 1)), at(2, (seed) => -0.08 + 0.001 * seed)];
    const decided = claims['freezing-hurts'].decide({ finetuned, frozen: last }, settings);
    expect(decided.outcome).toBe('holds');
    expect(decided.because).toContain(
      'A fall is shown in the step from 1 to 2 frozen stages only.',
    );
    const both = [at(1, (seed) => -0.03 + 0.001 * seed), at(2, (seed) => -0.07 - 0.001 * seed)];
    const all = claims['freezing-hurts'].decide({ finetuned, frozen: both }, settings);
    expect(all.because).toContain(
      'A fall is shown in the step from 0 to 1 frozen stages, the step from 1 to 2 frozen stages.',
    );
  });

  it('counts the step from no frozen stage to the first', () => {
    const rising = [at(1, (seed) => 0.02 + 0.001 * seed), at(2, (seed) => -0.03 + 0.001 * seed)];
    const { outcome, effects } = claims['freezing-hurts'].decide(
      { finetuned, frozen: rising },
      settings,
    );
    const first = effects.find(({ name }) => name === 'step from 0 to 1 frozen stages')!;
    expect(first.effect).toBeCloseTo(0.021, 12);
    expect(first.pFails).toBeLessThan(0.05);
    expect([outcome, effects[0]]).toEqual(['undecided', first]);
    expect(outcome).not.toBe('holds');
  });

  it('is undecided where fewer than two seeds ran everything', () => {
    const frozen = [at(1, () => 0), { ...at(2, () => 0), runs: at(2, () => 0).runs.slice(0, 2) }];
    const { outcome } = claims['freezing-hurts'].decide({ finetuned, frozen }, settings);
    expect(outcome).toBe('undecided');
  });
});

describe('one pretrained network', () => {
  const shared = (value: (n: number, seed: number) => number) =>
    [0, 1, 2, 3].flatMap((seed) =>
      [100, 200].map((n) => ({ n, seed, value: value(n, seed), network: '0' })),
    );

  it('decides nothing about frozen stages, however clear', () => {
    const at = (loss: number) => shared((n, seed) => 0.5 - loss - 0.001 * seed * loss * n);
    const frozen = [0.02, 0.05].map((loss, depth) => ({ depth: depth + 1, runs: at(loss) }));
    const input = { finetuned: at(0), frozen };
    const decided = claims['freezing-hurts'].decide(input, settings);
    expect(decided).toMatchObject({ outcome: 'undecided', because: ONE_NETWORK, missing: null });
    expect(decided.effects[0]!.p).toBeLessThan(0.05);
    const own = (runs: typeof input.finetuned) =>
      runs.map((run) => ({ ...run, network: String(run.seed) }));
    const apart = {
      finetuned: own(input.finetuned),
      frozen: frozen.map(({ depth, runs }) => ({ depth, runs: own(runs) })),
    };
    expect(claims['freezing-hurts'].decide(apart, settings).outcome).toBe('holds');
  });

  it.each([
    ['one for all seeds of a method', (_: number) => '0', 'undecided', ONE_NETWORK],
    ['one for each seed', (seed: number) => String(seed), 'fails', expect.any(String)],
  ])('%s and linear evaluation', (_, network, outcome, because) => {
    const method = (name: string, linear: number, finetuned: number) => {
      const of = (value: number) =>
        shared((_n, seed) => value + 0.001 * seed)
          .filter(({ n }) => n === 100)
          .map((run) => ({ ...run, network: network(run.seed) }));
      const runs = { linear: of(linear), finetuned: of(finetuned) };
      const values = (list: typeof runs.linear) => list.map(({ value }) => value);
      const measured = { linear: values(runs.linear), finetuned: values(runs.finetuned) };
      return { method: name, ...measured, runs };
    };
    const cells = [
      { dataset: 'd', n: 100, methods: [method('a', 0.6, 0.7), method('b', 0.5, 0.8)] },
    ];
    const decided = claims['linear-evaluation-predicts'].decide({ cells }, settings);
    expect(decided).toMatchObject({ outcome, because });
    expect(decided.effects.length).toBeGreaterThan(1);
  });
});

describe('several networks with several seeds each', () => {
  /** Three networks with four seeds each; frozen stages cost nothing on average, one network more and another less. */
  const simulated = (random: Stream) => {
    const own = [0, 1, 2].map(() => 0.02 * random.normal());
    const runs = (loss: (network: number) => number) =>
      Array.from({ length: 12 }, (_, seed) => ({
        ...{ n: 100, seed, network: String(seed % 3) },
        value: 0.5 + loss(seed % 3) + 0.002 * random.normal(),
      }));
    const at = (depth: number) => ({ depth, runs: runs((network) => depth * own[network]!) });
    return { finetuned: runs(() => 0), frozen: [at(1), at(2)] };
  };

  it('hold no more often than 5 % that freezing hurts where it costs nothing on average', () => {
    const outcomes = Array.from({ length: 400 }, (_, at) =>
      claims['freezing-hurts'].decide(simulated(stream(`freezing of networks ${at}`)), settings),
    );
    const share = mean(outcomes.map(({ outcome }) => Number(outcome === 'holds')));
    // 5 % and two and a half standard errors of 400 studies.
    expect(share).toBeLessThan(0.078);
  });

  it('count one value of each network for linear evaluation', () => {
    const runs = simulated(stream('linear')).finetuned.map((run) => ({
      ...{ ...run, train: 1, fitted: true, imagesSeen: 1000 },
    }));
    const arm = (method: string, evaluation: string): StudyArm => ({
      ...{ method, evaluation, frozenStages: evaluation === 'linear' ? null : 0, runs },
    });
    const arms = ['a', 'b'].flatMap((name) => [arm(name, 'linear'), arm(name, 'finetune')]);
    const cell: StudyCell = {
      ...{ dataset: 'd', backbone: 'resnet9', parameters: 1, task: 'classification' },
      ...{
        images: { factors: {}, otherwise: '' },
        metric: { label: 'accuracy', isShare: true },
        scratch: runs,
        arms,
      },
    };
    const input = claims['linear-evaluation-predicts'].inputOf(
      { cells: [cell] },
      { correlation: 0.5 },
    );
    expect(input.cells[0]!.methods).toHaveLength(2);
    for (const { linear, finetuned } of input.cells[0]!.methods) {
      expect([linear.length, finetuned.length]).toEqual([3, 3]);
    }
  });
});

describe('merges-before-plateau', () => {
  it('needs scratch runs at n and at 2n', () => {
    const panel = panelOf(3, 3, { scratch: [50, 150, 450], finetuned: [100] });
    const input = { panel, arm: 'one' };
    const { outcome, because } = claims['merges-before-plateau'].decide(input, settings);
    expect(outcome).toBe('undecided');
    expect(because).toContain('2n');
  });
});

it('every claim has a statement and names its unit of resampling', () => {
  for (const [id, claim] of Object.entries(claims)) {
    expect(claim.id).toBe(id);
    expect(claim.statement).toMatch(/^[A-Z].*\.$/);
    expect(claim.rule).toContain('Unit of resampling');
  }
});
