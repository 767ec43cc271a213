import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SlurmCluster, hasSlurm } from '@nhat/slurm/testing/slurm-cluster';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** Rendering and the trainings of `tinyStudy`, which become jobs; the other nodes stay with Nx. */
const JOBS = 5;

/** Jobs after the first one, which makes the images, wait until there is a file `go`. */
const GATE = `[ "$SLURM_ARRAY_JOB_ID" = 1 ] || until [ -e go ]; do sleep 0.1; done`;

const ATTACHED = /^(pretrain|scratch)-\S+: attached to job 2_\d$/gm;

/** Only where Debian's slurm-wlm and munge are installed. */
(hasSlurm ? describe : describe.skip)('a pipeline on a cluster of two machines', () => {
  let cluster: SlurmCluster;
  let workspace: TestWorkspace;
  beforeAll(async () => {
    cluster = await SlurmCluster.start();
    workspace = new TestWorkspace({
      ...tinyStudy,
      'nhat-cluster.json': { prepare: [GATE], resources: { default: { memoryMb: 1000 } } },
    });
  });
  afterAll(async () => {
    await cluster.dispose();
    workspace.dispose();
  });

  const environment = () => ({ ...cluster.environment, NHAT_EXECUTOR: 'slurm', NX_PARALLEL: '9' });
  /** Tasks that Slurm has or had within its last minutes, each as `ID STATE`. */
  const tasks = async () =>
    (await cluster.run('squeue', '-h', '-r', '-t', 'all', '-o', '%F_%K %T'))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .sort();
  const inState = async (state: string) =>
    (await tasks()).filter((task) => task.endsWith(` ${state}`)).length;
  /** Nodes that the driver wrote down before it submitted them. */
  const submitted = () => {
    const folder = workspace.path('.nhat/slurm/batches');
    return readdirSync(folder).flatMap((token) => {
      const text = readFileSync(join(folder, token, 'batch.json'), 'utf8');
      return (JSON.parse(text) as { tasks: string[][] }).tasks.flat();
    });
  };
  const computed = () =>
    workspace
      .read('.nhat/ledger.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { node: string; source: string })
      .filter(({ source }) => source === 'computed')
      .map(({ node }) => node);

  it('is attached to by the same command after a kill, to its table and page', async () => {
    const first = workspace.startNx(['utility', 'study'], environment());
    await cluster.until(async () => (await inState('RUNNING')) === 2);
    await cluster.until(async () => (await inState('COMPLETED')) === 1);
    process.kill(-first.pid, 'SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    expect(computed()).toEqual([expect.stringContaining('images-tiny')]);
    expect(await inState('RUNNING')).toBe(2);

    const second = workspace.startNx(['utility', 'study'], environment());
    await cluster.until(async () => [...second.text().matchAll(ATTACHED)].length === 3);
    workspace.write('go', '');
    const { status, output } = await second.ended;
    expect([status, output]).toEqual([0, expect.stringContaining('Does it run?')]);
    const records = submitted();
    expect([records.length, new Set(records).size]).toEqual([JOBS, JOBS]);
    expect((await tasks()).map((task) => task.split(' ')[1])).toEqual(
      Array(JOBS).fill('COMPLETED'),
    );
    const nodes = computed();
    expect([nodes.length, new Set(nodes).size]).toEqual([9, 9]);
    expect(workspace.has('reports/study/index.html')).toBe(true);
  });

  it('is restored as a whole by the same command, without a job', async () => {
    const before = await tasks();
    const { status, stdout } = workspace.viewed(['utility', 'study'], environment());
    expect([status, stdout]).toEqual([0, expect.stringContaining('9 of 9 done (9 restored)')]);
    expect(stdout).toContain('Report: reports/study/index.html');
    expect(await tasks()).toEqual(before);
  });
});
