import { setTimeout as sleep } from 'node:timers/promises';
import type { AddedRun } from '@nhat/documents';
import { instantStages } from './testing/instant-stages';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const ADDED = 'pipelines/study.added.json';
const study = {
  ...tinyStudy['pipelines/study.json'],
  budgets: { scratch: [2, 4, 8, 16, 32], finetune: [4, 8] },
  seeds: 2,
  pretrainingSeeds: 2,
  training: { imagesSeen: { perLabel: 10, minimum: 80, maximum: 320 }, batch: 8 },
  pretraining: { imagesSeen: 160, batch: 8 },
  goal: { width: 0.6, trainings: 20 },
};

function simulatedWorkspace(): TestWorkspace {
  const workspace = new TestWorkspace({
    ...tinyStudy,
    'pipelines/study.json': study,
    'pipelines/idle.json': { ...study, active: false, budgets: { scratch: [3, 6], finetune: [3] } },
    'pipelines/aimless.json': { ...study, active: false, goal: undefined },
    'pipelines/joined.json': {
      ...{ question: 'Does it fall?', active: false, includes: ['study'] },
      ...{ claims: ['falls-with-labels'], goal: { claims: true, trainings: 40 } },
    },
  });
  for (const [file, code] of Object.entries(instantStages)) workspace.write(file, code());
  return workspace;
}

const textOf = (workspace: TestWorkspace) =>
  workspace.has(ADDED) ? workspace.read(ADDED) : undefined;
const addedOf = (workspace: TestWorkspace) =>
  workspace.has(ADDED) ? (JSON.parse(workspace.read(ADDED)) as { added: AddedRun[] }).added : [];
/** Waits until the additions are no longer `before`, or the run has ended. */
async function changed(
  workspace: TestWorkspace,
  before: string | undefined,
  ended: Promise<unknown>,
): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (textOf(workspace) === before && !isOver) await sleep(20);
}
const recordOf = (output: string) =>
  JSON.parse(output.slice(output.indexOf('{\n'), output.lastIndexOf('}') + 1)) as {
    stop: string | null;
    missing?: number;
    rounds: { round: number; runs: object[] }[];
    added: number;
    utilities: { state: string }[];
  };

/** Real Nx; the trainings are simulated. */
describe('nx decide', () => {
  const workspaces: TestWorkspace[] = [];
  const open = () => {
    const workspace = simulatedWorkspace();
    workspaces.push(workspace);
    return workspace;
  };
  afterAll(() => workspaces.forEach((workspace) => workspace.dispose()));

  let whole: TestWorkspace;
  let text: string;
  beforeAll(() => {
    whole = open();
    const { status, output } = whole.nx(['decide', 'study']);
    if (status !== 0) throw new Error(output);
    text = output;
  });

  it('adds trainings, says which and why, and stops by itself at the goal', () => {
    expect(addedOf(whole).length).toBeGreaterThan(0);
    expect(text).toMatch(/study: Round 1 adds \d+ trainings?, [\d,]+ images seen:/);
    expect(text).toMatch(/narrows U\(\d\) of rotation from \d\.\d\d to \d\.\d\d doublings/);
    expect(text).toContain('study: the goal is met');
    const ran = addedOf(whole).map(({ arm, n, seed }) =>
      arm === 'scratch'
        ? `scratch-tiny-resnet9-classification-n${n}-s${seed}`
        : `finetune-tiny-${arm}-resnet9-classification-n${n}-s${seed}`,
    );
    expect(ran.filter((slug) => !text.includes(slug))).toEqual([]);
  });

  it('has nothing to do when it is asked again, and says so as JSON', () => {
    const before = textOf(whole);
    const { status, output, computed } = whole.nx(['decide', 'study', '--dry-run', '--json']);
    expect([status, computed]).toEqual([0, []]);
    const { stop, rounds, added, utilities } = recordOf(output);
    expect({ stop, rounds, added }).toEqual({
      stop: 'goal',
      rounds: [],
      added: addedOf(whole).length,
    });
    expect(utilities.map(({ state }) => state)).toEqual(['closed', 'closed']);
    expect(whole.nx(['decide', 'study', '--json']).computed).toEqual([]);
    expect(textOf(whole)).toBe(before);
  });

  it('leaves what everybody plans: all results are there, until the runs are removed', () => {
    expect(whole.nx(['plan', 'study']).output).toContain('nothing to run');
    const nodes = () => whole.nx(['show', 'projects']).output.match(/-[0-9a-f]{8}$/gm)!.length;
    const [decided, trainings] = [nodes(), addedOf(whole).length];
    whole.during({ [ADDED]: () => '{ "added": [] }\n' }, () =>
      expect(decided - nodes()).toBeGreaterThanOrEqual(trainings),
    );
    expect(whole.nx(['show', 'projects']).output).toContain(ADDED);
  });

  it('comes to the same by rounds, killed and stopped on the way', async () => {
    const other = open();
    const killed = other.startNx(['decide', 'study']);
    await changed(other, undefined, killed.ended);
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended;
    const first = textOf(other);
    expect(first).toBeDefined();

    const stopped = other.startNx(['decide', 'study']);
    await changed(other, first, stopped.ended);
    process.kill(-stopped.pid, 'SIGINT');
    const { status, signal, output } = await stopped.ended;
    expect(signal === 'SIGINT' ? 130 : status).toBe(130);
    expect(output).toMatch(/study: stopped (before|in|after) round \d+; the same command goes on/);

    const one = recordOf(other.nx(['decide', 'study', '--rounds', '1', '--json']).output);
    expect([one.stop, one.rounds.length]).toEqual(['rounds', 1]);
    expect(other.nx(['decide', 'study']).output).toContain('the goal is met');
    expect(textOf(other)).toBe(textOf(whole));
  });

  it('needs results before it knows the next round, and a goal', () => {
    const { missing, rounds } = recordOf(
      whole.nx(['decide', 'idle', '--dry-run', '--json']).output,
    );
    expect([missing! > 0, rounds, whole.has('pipelines/idle.added.json')]).toEqual([
      true,
      [],
      false,
    ]);
    const { status, output } = whole.nx(['decide', 'aimless']);
    expect(status).toBe(1);
    expect(output).toMatch(/pipelines\/aimless\.json › goal: missing .*"width"/);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('adds to what a study includes, for a claim of the study', () => {
    const other = open();
    const stage = 'libs/stages/src/supervised.ts';
    const noisy = other
      .read(stage)
      .replace('2 * n', '4 * n * (4 / n) ** 0.6')
      .replace('0.02 * Math', '0.03 * Math');
    other.write(stage, noisy);
    const { status, output } = other.nx(['decide', 'joined']);
    expect(status).toBe(0);
    expect(output).toMatch(/joined: the goal is met\n.*\n {2}falls-with-labels: holds/);
    expect(output).toMatch(/because about \d+ more trainings would decide falls-with-labels:/);
    expect(output).toMatch(
      /study: tiny · .*, rotation at 4, 8 labels, seeds 2, 3, each with a pretrained/,
    );
    expect(addedOf(other)).toHaveLength(2 * (5 + 2));
    expect(new Set(addedOf(other).map(({ seed }) => seed))).toEqual(new Set([2, 3]));
    // The study has the trainings as its own, and the pipeline that got them has, too.
    expect(other.nx(['plan', 'joined']).output).toContain('nothing to run');
    // The answer says that the claim was looked at before it held.
    for (const command of ['utility', 'claims']) {
      expect(other.nx([command, 'joined']).output.replace(/\s+/g, ' ')).toContain(
        'The results were looked at 2 times, because nx decide added runs in 1 round.',
      );
    }
    expect(other.nx(['plan', 'study']).output).not.toMatch(/^ *(scratch|finetune) +[1-9]/m);
  });
});
