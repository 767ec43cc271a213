import type { ClusterIo } from '@nhat/slurm';
import { failureText, scheduleCounts } from '../simulation/run-schedules';
import type { ClusterPlant } from './cluster-run';
import { simulateSlurm } from './simulate-slurm';

/** Seeds of schedules that broke a rule once, and what the program did wrong. */
const FOUND: [seed: number, fault: string][] = [
  [58, 'a node counted as failed that had published its result'],
  [254, 'a job that a killed driver had submitted was not in the queue yet, and came twice'],
  [4296, 'a batch counted as refused whose folder a driver with another clock had removed'],
];

/** What must happen in the schedules of `npm test`, so that they show something. */
const HAPPENS = [
  ...['killed before sbatch', 'killed within sbatch', 'killed after sbatch', 'killed at any time'],
  ...['the answer of sbatch is lost', 'sbatch does nothing', 'squeue is silent'],
  ...['squeue shows an old queue', 'torn intent', 'missing intent', 'the disk is full', 'attached'],
  ...['an earlier command was submitting', 'a node has two jobs', 'all jobs are cancelled'],
  ...['late', 'unnoted', 'crash after', 'error', 'memory of node', 'torn', 'near limit'],
  ...['displaced', 'rebooted', 'memory', 'time limit', 'machine', 'unlaunched', 'preempted'],
  ...['cancelled', 'vanishes', 'unseen', 'a job waits for another of its node'],
];

/** Changes what a driver gets from Slurm's programs. */
const programs =
  (
    change: (io: ClusterIo, ...call: Parameters<ClusterIo['run']>) => ReturnType<ClusterIo['run']>,
  ) =>
  ({ io, isDone }: Parameters<ClusterPlant>[0]) => ({
    isDone,
    io: { ...io, run: (...call: Parameters<ClusterIo['run']>) => change(io, ...call) },
  });

describe('drivers of a cluster', () => {
  it('break no rule in any schedule, and in these each fault happens', async () => {
    const counts = await simulateSlurm({ seeds: 250, mostFailures: 1 });
    expect(counts.failures.map(failureText)).toEqual([]);
    expect(scheduleCounts(counts)).toBe(
      '250 schedules of a cluster: 0 wrong, 0 lost, 0 blocked, 0 submitted twice, 0 wrong reason, 0 over the limit',
    );
    expect(HAPPENS.filter((what) => counts.happened[what] === undefined)).toEqual([]);
  });

  it.each(FOUND)('break no rule in the schedule of the seed %d: %s', async (from) => {
    expect((await simulateSlurm({ seeds: 1, from })).failures.map(failureText)).toEqual([]);
  });

  it('go through the same schedule again for the same seed', async () => {
    const twice = [1, 2].map(() => simulateSlurm({ seeds: 20, from: 40 }));
    const [one, other] = await Promise.all(twice);
    expect(one).toEqual(other);
  });

  /** With the seed of the first schedule from 0 on in which the fault does harm. */
  const planted: [fault: string, seed: number, plant: ClusterPlant, broken: RegExp][] = [
    [
      'takes a silent squeue for an empty queue',
      9,
      programs(async (io, program, args) => {
        const end = await io.run(program, args);
        return program === 'squeue' ? { ...end, status: 0 } : end;
      }),
      /^submitted twice/m,
    ],
    [
      'submits again when sbatch has not answered',
      9,
      programs(async (io, program, args) => {
        const end = await io.run(program, args);
        return program === 'sbatch' && end.status !== 0 ? io.run(program, args) : end;
      }),
      /^submitted twice/m,
    ],
    [
      'writes its intent down after sbatch',
      10,
      ({ io, isDone }) => {
        let intents: [string, string][] = [];
        const write = (path: string, text: string) => {
          if (path.endsWith('/batch.json')) intents.push([path, text]);
          else io.files.write(path, text);
        };
        const run: ClusterIo['run'] = async (program, args) => {
          const end = await io.run(program, args);
          if (program === 'sbatch') intents.forEach(([path, text]) => io.files.write(path, text));
          if (program === 'sbatch') intents = [];
          return end;
        };
        return { isDone, io: { ...io, run, files: { ...io.files, write } } };
      },
      /^submitted twice/m,
    ],
    [
      'does not look whether the result is there',
      1,
      ({ io }) => ({ io, isDone: async () => true }),
      /^wrong/m,
    ],
    [
      'takes a task that is queued again for one that is over',
      25,
      programs(async (io, program, args) => {
        const end = await io.run(program, args);
        return {
          ...end,
          stdout: end.stdout.replace(/\|(COMPLETING|PENDING\|BeginTime)\|/g, '|PREEMPTED|None|'),
        };
      }),
      /^submitted twice/m,
    ],
    [
      'waits for late news a quarter as long',
      10,
      ({ io, isDone }) => ({ isDone, io: { ...io, now: () => 4 * io.now() } }),
      /^(submitted twice|lost)/m,
    ],
    [
      'reads no batch of an earlier driver',
      6,
      ({ io, isDone }) => ({ isDone, io: { ...io, files: { ...io.files, list: () => [] } } }),
      /^submitted twice/m,
    ],
  ];
  it.each(planted)('are seen when one %s', async (_fault, from, plant, broken) => {
    const { failures } = await simulateSlurm({ seeds: 1, from, plant });
    expect(failures.flatMap(({ what }) => what).join('\n')).toMatch(broken);
    expect(failureText(failures[0]!)).toMatch(`npx nx faults --seed=1:slurm:${from}\n`);
    expect(failures[0]!.trace).toMatch(/sbatch → .*squeue → /s);
  });
});
