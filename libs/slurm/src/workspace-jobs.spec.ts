import { SlurmDriver } from './driver';
import { SimulatedSlurm } from './simulation/simulated-slurm';
import { cancelJobs, workspaceJobs } from './workspace-jobs';

describe('the jobs of a workspace', () => {
  const calm = { answerLost: 0, noSubmission: 0, noQueue: 0, fate: () => 'well' as const };
  const site = { root: '/work', jobName: 'nhat-x', node: 'node', entry: ['e'], options: {} };

  /** A cluster to which a driver has submitted three nodes. */
  async function submitted() {
    const slurm = new SimulatedSlurm(() => 0.5, calm);
    const driver = new SlurmDriver(slurm.io(), site);
    const ends = ['a', 'b', 'c'].map((record) =>
      driver.run({
        ...{ record, name: record, stage: 'supervised', note: () => {}, log: () => {} },
        waits: () => undefined,
        runs: () => undefined,
        isDone: async () => slurm.store.has(record),
      }),
    );
    await slurm.settle(slurm.io().sleep(3000));
    return { slurm, ends: Promise.all(ends) };
  }

  it('are listed with the records of their nodes while they wait or run', async () => {
    const { slurm, ends } = await submitted();
    const waiting = { state: 'PENDING', reason: 'None', host: '' };
    expect(await workspaceJobs(slurm.io(), site.jobName)).toEqual([
      { id: '1_0', records: ['a'], ...waiting },
      { id: '1_1', records: ['b'], ...waiting },
      { id: '1_2', records: ['c'], ...waiting },
    ]);
    await slurm.settle(ends);
    expect(await workspaceJobs(slurm.io(), site.jobName)).toEqual([]);
  });

  it('are gone when cancelling has returned, and the driver says that somebody ended them', async () => {
    const { slurm, ends } = await submitted();
    const cancelled = cancelJobs(slurm.io(), site.jobName);
    await slurm.settle(cancelled);
    expect(await cancelled).toBeUndefined();
    expect(await workspaceJobs(slurm.io(), site.jobName)).toEqual([]);
    await slurm.settle(ends);
    const messages = (await ends).map(({ message }) => message);
    expect(messages).toEqual(Array(3).fill(expect.stringContaining('was cancelled')));
    expect(slurm.store.size).toBe(0);
  });

  it('go on when others of the workspace are cancelled, of which one has ended meanwhile', async () => {
    const { slurm, ends } = await submitted();
    await slurm.settle(cancelJobs(slurm.io(), site.jobName, ['1_0']));
    const cancelled = cancelJobs(slurm.io(), site.jobName, ['1_0', '1_2']);
    await slurm.settle(cancelled);
    expect(await cancelled).toBeUndefined();
    await slurm.settle(ends);
    expect([...slurm.store]).toEqual(['b']);
  });

  it('cannot be listed or cancelled while Slurm gives no answer', async () => {
    const silent = { ...calm, noQueue: 1 };
    const slurm = new SimulatedSlurm(() => 0.5, silent);
    expect(await workspaceJobs(slurm.io(), site.jobName)).toEqual({
      silence: expect.stringContaining('Unable to contact') as string,
    });
    const cancelled = cancelJobs(slurm.io(), site.jobName);
    await slurm.settle(cancelled);
    expect(await cancelled).toContain('no answer');
  });
});
