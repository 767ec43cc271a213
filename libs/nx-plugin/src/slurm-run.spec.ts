import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SlurmCluster, hasSlurm } from '@nhat/slurm/testing/slurm-cluster';
import type { Terminal } from './testing/pseudo-terminal';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** Rendering and the trainings of `tinyStudy`, which become jobs; the other nodes stay with Nx. */
const JOBS = 5;

/** Jobs after the first one, which makes the images, wait until there is a file `go`. */
const GATE = `[ "$SLURM_ARRAY_JOB_ID" = 1 ] || until [ -e go ]; do sleep 0.1; done`;

const ATTACHED = /^(pretrain|scratch)-\S+: attached to job \d+_\d$/gm;

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
  const stateOf = (task: string) => task.split(' ')[1]!;
  const ended = async (state: string) =>
    (await tasks()).filter((task) => stateOf(task) === state).length;
  /** The states of tasks that wait or run. */
  const going = async () =>
    (await tasks())
      .map(stateOf)
      .filter((state) => /^(PENDING|RUNNING|COMPLETING)$/.test(state))
      .sort();
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

  /** Starts the pipeline on a terminal, and presses Ctrl-C when its jobs behind the images wait for the file. */
  async function interrupted(): Promise<Terminal> {
    const terminal = workspace.onTerminal(['utility', 'study'], 80, environment());
    await terminal.until((text) => text.includes('1 of 9 done'));
    await cluster.until(async () => String(await going()) === 'PENDING,RUNNING,RUNNING');
    terminal.type('\u0003');
    return terminal;
  }

  it('goes on after Ctrl-C until a second one, which cancels its jobs and no others', async () => {
    const terminal = await interrupted();
    await terminal.until((text) => text.includes('3 jobs go on. Ctrl-C within 5 s cancels them.'));
    expect(await going()).toEqual(['PENDING', 'RUNNING', 'RUNNING']);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    expect(terminal.text()).toMatch(
      /done; the same command goes on\r\n3 jobs go on.*3 jobs cancelled/s,
    );
    expect(await going()).toEqual([]);
  });

  it('goes on after one Ctrl-C', async () => {
    const terminal = await interrupted();
    expect(await terminal.ended).toBe(130);
    expect(terminal.text()).toContain('3 jobs go on.');
    expect(terminal.text()).not.toContain('cancelled');
    expect(await going()).toEqual(['PENDING', 'RUNNING', 'RUNNING']);
  });

  it('is attached to by the same command, also after a hang-up and a kill, to its table and page', async () => {
    const run = async () => {
      const started = workspace.startNx(['utility', 'study'], environment());
      await cluster.until(async () => [...started.text().matchAll(ATTACHED)].length === 3);
      return started;
    };
    const before = submitted();
    for (const signal of ['SIGHUP', 'SIGKILL'] as const) {
      const { pid, ended: end } = await run();
      process.kill(-pid, signal);
      expect((await end).status).not.toBe(0);
      expect(await going()).toEqual(['PENDING', 'RUNNING', 'RUNNING']);
    }
    const last = await run();
    workspace.write('go', '');
    const { status, output } = await last.ended;
    expect([status, output]).toEqual([0, expect.stringContaining('Does it run?')]);
    expect(submitted()).toHaveLength(before.length + 1); // The finetuning alone.
    expect(await ended('COMPLETED')).toBe(JOBS);
    const nodes = computed();
    expect([nodes.length, new Set(nodes).size]).toEqual([9, 9]);
    expect(workspace.has('reports/study/index.html')).toBe(true);
  });

  it('is restored as a whole by the same command, without a job', async () => {
    workspace.write('go', ''); // Where the test before failed, its jobs wait.
    const before = await tasks();
    const { status, stdout } = workspace.viewed(['utility', 'study'], environment());
    expect([status, stdout]).toEqual([0, expect.stringContaining('9 of 9 done (9 restored)')]);
    expect(stdout).toContain('Report: reports/study/index.html');
    expect(await tasks()).toEqual(before);
  });

  it('says once that Slurm gives no answer, and goes on when it does', async () => {
    workspace.write('go', '');
    const study = tinyStudy['pipelines/study.json'];
    workspace.writeJson('pipelines/later.json', { ...study, active: false, seeds: 2 });
    cluster.stop('slurmctld');
    await cluster.until(() =>
      cluster.run('squeue').then(
        () => false,
        () => true,
      ),
    );
    const view = { ...environment(), NX_DEFAULT_OUTPUT_STYLE: '' };
    const run = workspace.startNx(['utility', 'later'], view);
    const silent = /^slurm: squeue gave no answer \(.+\)\. The run waits until it does; .*$/gm;
    await cluster.until(async () => silent.test(run.text()));
    const waits = /^ +waits since .*: squeue gave no answer \(.+\)$/m;
    expect(workspace.viewed(['status', 'later'], environment()).stdout).toMatch(waits);
    cluster.startController();
    const { status, output } = await run.ended;
    expect([status, output]).toEqual([0, expect.stringContaining('Does it run?')]);
    expect(output.match(silent)).toHaveLength(1);
    expect(output.match(/^slurm: squeue answers again$/gm)).toHaveLength(1);
    expect(output.indexOf('answers again')).toBeGreaterThan(output.indexOf('gave no answer'));
    expect(workspace.viewed(['status', 'later'], environment()).stdout).not.toContain('squeue');
  });

  it('prints once that Slurm refuses all jobs, for how many, and what to change', () => {
    const study = tinyStudy['pipelines/study.json'];
    // Other trainings than those before, of the same images.
    const fresh = {
      budgets: { scratch: [12, 24], finetune: [12] },
      backbones: [{ name: 'resnet9' }],
    };
    const run = { on: 'slurm', partition: 'nope' };
    workspace.writeJson('pipelines/refused.json', { ...study, ...fresh, active: false, run });
    const { status, stderr } = workspace.viewed(['utility', 'refused'], {
      ...environment(),
      NHAT_EXECUTOR: '',
    });
    expect(status).toBe(1);
    expect(stderr.match(/was refused by sbatch \(.*partition.*nope.*nhat-cluster/gs)).toHaveLength(
      1,
    );
    expect(stderr).toMatch(/^2 more failed with the same message: (pretrain|scratch)-/m);
    const listed = workspace.viewed(['status', 'refused'], environment()).stdout;
    expect(listed.match(/was refused by sbatch/g)).toHaveLength(1);
    expect(listed).toMatch(/^ {2}2 more failed with the same message: /m);
  });
});
