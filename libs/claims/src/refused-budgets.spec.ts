import { stream } from '@nhat/random';
import { decideClaim } from './decide-claim';
import type { DecidedClaim } from './decide-claim';
import type { ClaimId } from './registry';
import type { Study, StudyArm, StudyCell } from './study';
import { simulateStudy } from './testing/simulated-study';
import type { StudyTruth } from './testing/simulated-study';

const settings = { stream: stream('claims'), draws: 300 };
const decide = (name: ClaimId, study: Study, options: object = {}): DecidedClaim =>
  decideClaim({ name, options: { ...options } }, study, settings).claim;

/** Plain, texture, colour and both, two networks, two tasks and two methods; rotation gains one doubling everywhere, the VAE nothing. */
const truth: StudyTruth = {
  datasets: {
    plain: { texture: false, colour: false },
    'plain-t': { texture: true, colour: false },
    'plain-c': { texture: false, colour: true },
    'plain-tc': { texture: true, colour: true },
  },
  backbones: { small: 100, large: 1000 },
  tasks: ['classification', 'depth'],
  methods: ['rotation', 'vae'],
  doublings: (_, method) => (method === 'rotation' ? 1 : 0),
};
const study = simulateStudy(truth, stream('refused'));

const chosen = (test: (cell: StudyCell) => boolean): Study => ({ cells: study.cells.filter(test) });
const withArms = (from: Study, change: (arm: StudyArm, cell: StudyCell) => StudyArm): Study => ({
  cells: from.cells.map((cell) => ({ ...cell, arms: cell.arms.map((arm) => change(arm, cell)) })),
});
const every = (why: string) => ({ 100: why, 200: why, 400: why });

const oneNetwork = (cell: StudyCell) => cell.backbone === 'small';
const oneTask = (cell: StudyCell) => cell.task === 'classification';
const cases = [
  ['falls-with-labels', chosen((cell) => oneNetwork(cell) && oneTask(cell))],
  ['harder-data-gains-more', chosen((cell) => oneNetwork(cell) && oneTask(cell))],
  ['best-method-differs', chosen((cell) => oneNetwork(cell) && cell.dataset === 'plain')],
  ['larger-network-gains-more', chosen((cell) => oneTask(cell) && cell.dataset === 'plain')],
  ['sign-per-factor-consistent', chosen((cell) => oneNetwork(cell) && oneTask(cell))],
] as const;
const optionsOf = (name: ClaimId) =>
  name === 'harder-data-gains-more' ? { easy: 'plain', hard: 'plain-tc' } : {};

describe('a claim about labels saved', () => {
  it.each(cases)('%s compares nothing where no row states a number', (name, of) => {
    expect(decide(name, of, optionsOf(name)).effects).not.toEqual([]);
    const refused = withArms(of, (arm) => ({ ...arm, refused: every('at chance') }));
    const decided = decide(name, refused, optionsOf(name));
    expect(decided).toMatchObject({ outcome: 'undecided', effects: [], moreTrainings: null });
    expect(decided.because).toBe('No budget is left at which all can be compared.');
    const named = decided.leftOut!.filter((text) => text.includes('rotation'));
    expect(named[0]).toMatch(/, rotation at 100, 200 and 400 \(at chance\)$/);
  });

  it.each(cases)('%s takes the other budgets and names those without a number', (name, of) => {
    const refused = withArms(of, (arm) => ({ ...arm, refused: { 400: 'not fitted' } }));
    const without = withArms(of, (arm) => ({
      ...arm,
      runs: arm.runs.filter(({ n }) => n < 400),
    }));
    const [decided, fewer] = [refused, without].map((one) => decide(name, one, optionsOf(name)));
    const estimates = ({ effects }: DecidedClaim) => effects.map((one) => [one.name, one.effect]);
    const byName = (list: unknown[][]) => list.sort((a, b) => `${a[0]}`.localeCompare(`${b[0]}`));
    expect(byName(estimates(decided!))).toEqual(byName(estimates(fewer!)));
    expect(decided!.leftOut!.some((text) => text.endsWith(' at 400 (not fitted)'))).toBe(true);
  });

  it.each(cases)('%s is as it was where every row states a number', (name, of) => {
    const none = withArms(of, (arm) => ({ ...arm, refused: {} }));
    expect(decide(name, none, optionsOf(name))).toEqual(decide(name, of, optionsOf(name)));
  });
});

describe('best-method-differs', () => {
  it('does not fail on a task in which nothing was learned', () => {
    const [, , [, of]] = cases;
    expect(decide('best-method-differs', of).outcome).toBe('fails');
    const refused = withArms(of, (arm, { task }) =>
      task === 'depth' ? { ...arm, refused: every('at chance') } : arm,
    );
    expect(decide('best-method-differs', refused).outcome).toBe('undecided');
  });
});

describe('larger-network-gains-more', () => {
  it('names no budget above those that count', () => {
    const [, , , [, of]] = cases;
    const refused = withArms(of, (arm) => ({ ...arm, refused: { 400: 'flat' } }));
    expect(decide('larger-network-gains-more', refused, { upTo: 200 }).leftOut).toBeUndefined();
  });
});

describe('harder-data-gains-more', () => {
  it('is decided by the other methods where one has no number', () => {
    const [, [, of]] = cases;
    const refused = withArms(of, (arm) =>
      arm.method === 'vae' ? { ...arm, refused: every('flat') } : arm,
    );
    const { effects } = decide(
      'harder-data-gains-more',
      refused,
      optionsOf('harder-data-gains-more'),
    );
    expect(effects.length).toBeGreaterThan(0);
    expect(effects.every((one) => one.name.startsWith('rotation'))).toBe(true);
  });
});

describe('a claim about the metric itself', () => {
  it('counts networks that did not learn their labelled images, because that may be what it shows', () => {
    const frozen = (frozenStages: number): StudyArm => {
      const [arm] = study.cells[0]!.arms;
      const lower = arm!.runs.map((run) => ({ ...run, value: run.value - 0.04 * frozenStages }));
      return { ...arm!, frozenStages, runs: lower, refused: every('not fitted') };
    };
    const cell = { ...study.cells[0]!, arms: [0, 1, 2].map(frozen) };
    expect(decide('freezing-hurts', { cells: [cell] }).outcome).toBe('holds');
  });
});
