import { SlurmDriver } from './driver';
import type { ClusterOptions } from './options';
import type { StageUse } from './resources';
import { SimulatedSlurm } from './simulation/simulated-slurm';
import type { SimulatedProcess } from './simulation/simulated-process';
import type { Draw, SlurmFaults } from './simulation/slurm-faults';
import type { NodeEnd } from './tracked';

const CALM: SlurmFaults = { answerLost: 0, noSubmission: 0, noQueue: 0, fate: () => 'well' };

/** Numbers in [0, 1) from a seed (mulberry32). */
function drawFrom(seed: number): Draw {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const records = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

interface Drive {
  options?: ClusterOptions;
  used?: StageUse;
  process?: SimulatedProcess;
  silence?: (reason: string | undefined) => void;
}

/** A driver that is asked for nodes; the notes it makes, and the ends of the nodes. */
function drive(slurm: SimulatedSlurm, nodes: readonly string[], drive: Drive = {}) {
  const { options = {}, used, process, silence } = drive;
  const site = { root: '/work', jobName: 'nhat-x', node: 'node', entry: ['e'], options };
  const driver = new SlurmDriver(slurm.io(process), site, () => used, silence);
  const notes: string[] = [];
  const ends = nodes.map((record) =>
    driver.run({
      ...{ record, name: record, stage: 'supervised' },
      isDone: async () => slurm.store.has(record),
      waits: (job) => notes.push(`waits for ${job}`),
      runs: () => undefined,
      note: (line) => notes.push(line),
      log: () => undefined,
    }),
  );
  return { driver, notes, all: Promise.all(ends) };
}

async function run(slurm: SimulatedSlurm, nodes: readonly string[], how: Drive = {}) {
  const { notes, all } = drive(slurm, nodes, how);
  await slurm.settle(all);
  return { notes, ends: await all };
}

/** Lets simulated time pass until a condition holds. */
async function until({ clock }: SimulatedSlurm, condition: () => boolean): Promise<void> {
  while (!condition()) await clock.sleep(100);
}

/** A cluster whose queue gives no answer to so many questions. */
function silentAtFirst(questions: number): SimulatedSlurm {
  let left = questions;
  return new SimulatedSlurm(drawFrom(3), {
    ...CALM,
    get noQueue() {
      return left-- > 0 ? 1 : 0;
    },
  });
}

const messages = (ends: readonly NodeEnd[]) => ends.map(({ message }) => message).join('\n');

describe('the driver of a cluster', () => {
  it('submits nodes that are asked for together as one array, and computes each once', async () => {
    const slurm = new SimulatedSlurm(drawFrom(1), CALM);
    const { notes, ends } = await run(slurm, records(50));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set([0]));
    expect(notes.filter((note) => note.startsWith('submitted'))).toEqual([
      expect.stringContaining('50 jobs, 1;'),
    ]);
    expect([...slurm.computed.values()]).toEqual(Array(50).fill(1));
  });

  it('keeps no more tasks in the queue than the file allows', async () => {
    const slurm = new SimulatedSlurm(drawFrom(1), CALM);
    const { notes } = await run(slurm, records(10), { options: { tasks: 4 } });
    const counts = notes.map((note) => /submitted (\d+|a) job/.exec(note)?.[1]).filter(Boolean);
    expect(Math.max(...counts.map((count) => (count === 'a' ? 1 : Number(count))))).toBe(4);
    expect(slurm.store.size).toBe(10);
  });

  it('puts nodes that are expected to be short into one task', async () => {
    const slurm = new SimulatedSlurm(drawFrom(1), CALM);
    const used = { seconds: 60, peakMemoryMb: 300 };
    const { notes } = await run(slurm, records(10), { options: { minutesPerTask: 5 }, used });
    expect(notes[0]).toContain('2 jobs');
    expect(slurm.store.size).toBe(10);
  });

  it('doubles the memory once', async () => {
    const enough = (limit: number): SlurmFaults => ({
      ...CALM,
      fate: (memoryMb) => (memoryMb >= limit ? 'well' : 'memory'),
    });
    const options = { resources: { default: { memoryMb: 1000 } } };
    const twice = new SimulatedSlurm(drawFrom(1), enough(2000));
    expect((await run(twice, ['r0'], { options })).ends[0]!.status).toBe(0);
    const more = new SimulatedSlurm(drawFrom(1), enough(2001));
    const { ends } = await run(more, ['r0'], { options });
    expect(ends[0]!.status).toBe(1);
    expect(ends[0]!.message).toMatch(/r0: used more memory .*memoryMb/s);
  });

  it.each([
    ['unlaunched', 'lost its machine', 4],
    ['machine', 'lost its machine', 4],
    ['preempted', 'was displaced', 6],
    ['vanishes', 'has no result although', 3],
    ['error', 'failed in job', 1],
  ] as const)('gives up a task that always ends as %s, and says so', async (fate, text, tries) => {
    const slurm = new SimulatedSlurm(drawFrom(1), { ...CALM, fate: () => fate });
    const { notes, ends } = await run(slurm, ['r0']);
    expect(messages(ends)).toContain(text);
    expect(notes.filter((note) => note.startsWith('submitted'))).toHaveLength(tries);
  });

  it.each([
    [true, 'used more memory', 2],
    [false, 'has no result although', 3],
  ])(
    'with accounts %s says of a task that the queue has forgotten: %s',
    async (hasAccounts, text, tries) => {
      const faults: SlurmFaults = { ...CALM, hasAccounts, fate: () => 'unseen' };
      const { notes, ends } = await run(new SimulatedSlurm(drawFrom(1), faults), ['r0']);
      expect(messages(ends)).toContain(text);
      expect(notes.filter((note) => note.startsWith('submitted'))).toHaveLength(tries);
    },
  );

  it('waits for files that other machines see late', async () => {
    const slurm = new SimulatedSlurm(drawFrom(2), { ...CALM, fate: () => 'late' });
    expect((await run(slurm, records(5))).ends.map(({ status }) => status)).toEqual(
      Array(5).fill(0),
    );
    expect([...slurm.computed.values()]).toEqual(Array(5).fill(1));
  });

  it('takes no answer of the queue as news, and a lost answer of sbatch as a job', async () => {
    const slurm = new SimulatedSlurm(drawFrom(3), { ...CALM, noQueue: 0.6, answerLost: 1 });
    await run(slurm, records(5));
    expect([...slurm.computed.values()]).toEqual(Array(5).fill(1));
  });

  it('says once that Slurm gives no answer, and goes on when it does', async () => {
    const slurm = silentAtFirst(5);
    const said: unknown[] = [];
    const silence = (reason: string | undefined) => said.push(reason);
    const { notes, ends } = await run(slurm, records(3), { silence });
    expect(notes.filter((note) => note.includes('Unable to contact'))).toHaveLength(1);
    expect(ends.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(said.slice(0, -1))).toEqual(
      new Set([expect.stringMatching(/^squeue gave no answer \(.*Unable to contact/)]),
    );
    expect(said.at(-1)).toBeUndefined();
  });

  it('says nothing of a single question to which Slurm gives no answer', async () => {
    const slurm = silentAtFirst(1);
    const said: string[] = [];
    await run(slurm, ['r0'], { silence: (reason) => reason !== undefined && said.push(reason) });
    expect(said).toEqual([]);
  });

  it('waits for hours until Slurm answers, and then submits each node once', async () => {
    const slurm = new SimulatedSlurm(drawFrom(3), CALM);
    slurm.clock.after(8 * 3_600_000, () => (slurm.faults = CALM));
    slurm.faults = { ...CALM, noQueue: 1 };
    const { ends } = await run(slurm, records(3));
    expect(slurm.clock.now).toBeGreaterThan(8 * 3_600_000);
    expect(ends.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect([...slurm.computed.values()]).toEqual([1, 1, 1]);
  });

  it('refuses nodes on a machine without Slurm, and says where it looks for it', async () => {
    const io = new SimulatedSlurm(drawFrom(3), CALM).io();
    const missing = { status: null, stdout: '', stderr: 'spawn squeue ENOENT' };
    const site = { root: '/work', jobName: 'nhat-x', node: 'node', entry: ['e'], options: {} };
    const bare = { ...io, sleep: async () => undefined, run: async () => missing };
    let now = 0;
    const driver = new SlurmDriver({ ...bare, now: () => (now += 1000) }, site);
    const node = { record: 'r', name: 'r', stage: 'scratch', isDone: async () => false };
    const silent = { waits: () => {}, runs: () => {}, note: () => {}, log: () => {} };
    await expect(driver.run({ ...node, ...silent })).rejects.toThrow(
      /NHAT_EXECUTOR: slurm, but .*squeue ENOENT.*"programs"/s,
    );
  });

  it('submits again as often as sbatch does nothing', async () => {
    let left = 6;
    const slurm = new SimulatedSlurm(drawFrom(5), {
      ...CALM,
      get noSubmission() {
        return left-- > 0 ? 1 : 0;
      },
    });
    const { notes } = await run(slurm, ['r0']);
    expect(notes.filter((note) => note.startsWith('sbatch had no effect'))).toHaveLength(6);
    expect(slurm.computed.get('r0')).toBe(1);
  });

  it('attaches a second driver to the tasks of the first one, and submits nothing twice', async () => {
    const slurm = new SimulatedSlurm(drawFrom(4), CALM);
    const first = drive(slurm, records(20));
    await slurm.settle(slurm.io().sleep(5000));
    first.driver.detach();
    const { notes } = await run(slurm, records(20));
    expect(notes.filter((note) => note.startsWith('attached')).length).toBeGreaterThan(10);
    expect([slurm.doubled, [...slurm.computed.values()]]).toEqual([[], Array(20).fill(1)]);
  });

  it('counts a node as done that fails when its result is in the store', async () => {
    const slurm = new SimulatedSlurm(drawFrom(2), { ...CALM, fate: () => 'crash after' });
    const { ends } = await run(slurm, records(3));
    expect(ends).toEqual(Array(3).fill({ status: 0, message: '' }));
  });

  describe('that was killed while it wrote what it was to submit', () => {
    const DAY = 24 * 3_600_000;
    /** A cluster where a driver was killed so many milliseconds ago, with what it had written. */
    async function afterKill(ms: number) {
      const slurm = new SimulatedSlurm(drawFrom(6), CALM);
      const killed: SimulatedProcess = {
        ...{ name: 'first', isAlive: true },
        step: (what) => (/batch\.json$/.test(what) ? 'dies before' : 'goes on'),
      };
      drive(slurm, ['r0'], { process: killed }).all.catch(() => undefined);
      await slurm.settle(until(slurm, () => !killed.isAlive));
      const [left = ''] = slurm.files.list('batches');
      expect(slurm.files.list(`batches/${left}`).sort()).toEqual(['0.list', 'job.bash']);
      await slurm.settle(slurm.clock.sleep(ms));
      return { slurm, isThere: () => slurm.files.list('batches').includes(left) };
    }

    it('leaves nothing after a day, whatever the clock of the next driver says', async () => {
      for (const clockError of [-2 * DAY, 0, 2 * DAY]) {
        const { slurm, isThere } = await afterKill(DAY);
        const process = { name: 'second', isAlive: true, clockError };
        expect((await run(slurm, ['r1'], { process })).ends[0]!.status).toBe(0);
        expect(isThere()).toBe(false);
      }
    });

    it('leaves its files before that, because it may be alive and go on writing', async () => {
      const { slurm, isThere } = await afterKill(DAY - 60_000);
      const process = { name: 'second', isAlive: true, clockError: 2 * DAY };
      await run(slurm, ['r1'], { process });
      expect(isThere()).toBe(true);
    });

    it('leaves the files of a job that the queue has, although its description is damaged', async () => {
      const slurm = new SimulatedSlurm(drawFrom(6), CALM);
      const first = drive(slurm, ['r0']);
      await slurm.settle(until(slurm, () => slurm.going.length > 0));
      first.driver.detach();
      const { token } = slurm.going[0]!;
      slurm.files.write(`batches/${token}/batch.json`, '{');
      Object.assign(slurm.files, { age: () => 2 * DAY });
      await run(slurm, ['r1']);
      expect(slurm.files.list('batches')).toContain(token);
    });
  });

  it('waits for the job that a driver was submitting when it was killed', async () => {
    const slurm = new SimulatedSlurm(() => 0.9, { ...CALM, slowMs: 30_000 });
    const killed = { name: 'first', isAlive: true, step: (what: string) => onceAt(what) };
    const onceAt = (what: string) => (what === 'sbatch' ? 'dies after' : 'goes on');
    drive(slurm, ['r0'], { process: killed }).all.catch(() => undefined);
    await slurm.settle(until(slurm, () => !killed.isAlive));
    expect(slurm.going).toEqual([]);
    slurm.faults = CALM;
    const { notes } = await run(slurm, ['r0']);
    expect(notes[0]).toContain('an earlier command was submitting');
    expect([slurm.doubled, slurm.computed]).toEqual([[], new Map([['r0', 1]])]);
    expect(notes.filter((note) => note.startsWith('submitted'))).toEqual([]);
  });
});
