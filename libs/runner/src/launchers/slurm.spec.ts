import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cancelJobs, realIo, workspaceJobs } from '@nhat/slurm';
import { SlurmCluster, hasSlurm } from '@nhat/slurm/testing/slurm-cluster';
import { describeLauncher } from '../testing/describe-launcher';
import { slurm } from './slurm';

/** Only where Debian's slurm-wlm and munge are installed. */
const withSlurm = hasSlurm ? describe : describe.skip;

const REMARK = /^\w+: (submitted .*|job \d+_\d+ .*|attached to .*)$/;

withSlurm('on a cluster of two machines', () => {
  let cluster: SlurmCluster;
  let nx: ChildProcess;
  beforeAll(async () => (cluster = await SlurmCluster.start()));
  afterAll(() => cluster.dispose());
  beforeEach(() => (nx = spawn('sleep', ['600'])));
  afterEach(async () => {
    nx.kill(); // The worker of the test ends with this process.
    await cluster.cancelAll();
  });

  const within = () => ({
    ...cluster.environment,
    NX_INVOCATION_ROOT_PID: String(nx.pid),
    NHAT_WORKER_WAIT: '60',
  });
  describeLauncher('the worker and jobs', slurm, within, REMARK);

  const alone = () => ({ ...cluster.environment, NX_INVOCATION_ROOT_PID: '' });
  describeLauncher('a process that watches each job', slurm, alone, REMARK);

  it('lists the jobs of one name and cancels them, and no others', async () => {
    const io = realIo(cluster.folder, { ...process.env, ...cluster.environment });
    const submit = (name: string) =>
      cluster.run(
        'sbatch',
        `--job-name=${name}`,
        '--array=0-1',
        '--output=/dev/null',
        '--wrap',
        'sleep 600',
      );
    await submit('nhat-one');
    await submit('nhat-two');
    const states = async (name: string) => {
      const jobs = await workspaceJobs(io, name);
      return Array.isArray(jobs) ? jobs.map(({ state }) => state) : jobs;
    };
    await cluster.until(async () => String(await states('nhat-one')) === 'RUNNING,RUNNING');
    expect(await cancelJobs(io, 'nhat-one')).toBeUndefined();
    expect(await states('nhat-one')).toEqual([]);
    expect(await states('nhat-two')).toHaveLength(2);
  });
});
