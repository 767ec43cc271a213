import { existsSync, readFileSync } from 'node:fs';
import { isRunning } from '@nhat/artifacts';
import { screens } from './testing/pseudo-terminal';
import type { Terminal } from './testing/pseudo-terminal';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const IMAGES = 'libs/stages/src/images.ts';
const study = tinyStudy['pipelines/study.json'];
/** Code of a stage, with the body of what it runs. */
const stages = {
  images: (body: string) =>
    `export const images = () => ({ run: async ({ progress }) => {\n${body}\n} });\n`,
  pretrain: (body: string) =>
    `export const pretrain = () => async ({ progress }) => {\n${body}\n};\n`,
};
const images = (body: string) => () => stages.images(body);

/** What belongs to Nx and to the programs that it starts. */
const OF_NX = /\bNX\b|> nx|nx run |run-node\.bash|load\.cjs|bundle-|Run duration|Cache:|--verbose/;

/** Real Nx on a pseudo terminal and in pipes. `study` is active, the others are not. */
describe('a run of pipelines', () => {
  let workspace: TestWorkspace;
  const idle = (n: number) => ({
    ...study,
    active: false,
    budgets: { scratch: [10, 20], finetune: [n] },
  });

  beforeAll(() => {
    workspace = new TestWorkspace({
      ...tinyStudy,
      'pipelines/one.json': idle(12),
      'pipelines/deep/two.json': idle(15),
    });
  });
  afterAll(() => workspace.dispose());

  /** Runs `study` until its images are being made, with a stage that waits; `then` gets the process of that node. */
  const whileImagesWait = (then: (terminal: Terminal, node: number) => Promise<void>) =>
    whileWaiting('images', then);

  async function whileWaiting(
    stage: keyof typeof stages,
    then: (terminal: Terminal, node: number) => Promise<void>,
  ) {
    const file = `libs/stages/src/${stage}.ts`;
    const marker = workspace.path('.nhat/waits');
    workspace.remove('.nhat/waits');
    const waiting = stages[stage](
      `progress.step(1, 10, 8, { loss: 1.5 });
      require('node:fs').writeFileSync(${JSON.stringify(marker)}, String(process.pid));
      await new Promise((end) => setTimeout(end, 600_000));`,
    );
    const before = workspace.read(file);
    workspace.write(file, waiting);
    const terminal = workspace.onTerminal(['utility', 'study'], 80);
    try {
      await terminal.until(() => existsSync(marker) && readFileSync(marker, 'utf8') !== '');
      await then(terminal, Number(readFileSync(marker, 'utf8')));
    } finally {
      terminal.type('\u0003');
      workspace.write(file, before);
    }
  }

  const untilGone = async (process: number) => {
    while (isRunning(process)) await new Promise((tick) => setTimeout(tick, 50));
  };

  // Comes first, so that the next test is the run after the kill.
  it('is known to have ended without a word after kill -9, and its nodes while they go on', async () => {
    await whileImagesWait(async (_, node) => {
      const state = () =>
        JSON.parse(workspace.viewed(['status', 'study', '--json']).stdout) as {
          runs: { pid: number; state: string; done: number }[];
          running: { pid: number }[];
        };
      const [run] = state().runs;
      expect(run).toMatchObject({ state: 'running', done: 0 });
      process.kill(run!.pid, 'SIGKILL');
      await untilGone(run!.pid);
      const killed = { state: 'killed', done: 0 };
      const { runs, running } = state();
      expect(runs).toMatchObject([killed]);
      expect(running).toHaveLength(1);
      const processes = [...new Set([node, ...running.map(({ pid }) => pid)])];
      processes.filter(isRunning).forEach((one) => process.kill(one, 'SIGKILL'));
      for (const one of processes) await untilGone(one);
      expect(state()).toMatchObject({ runs: [killed], running: [] });
    });
  });

  it('is shown at 80 columns by one view, then by its answer', async () => {
    const terminal = workspace.onTerminal(['utility', 'study'], 80);
    expect(await terminal.ended).toBe(0);
    const all = screens(terminal.text());
    for (const line of all.flat()) {
      expect([...line].length).toBeLessThanOrEqual(81); // The table may end in a space.
      expect(line).not.toMatch(OF_NX);
      expect(line).not.toContain('\ufffd');
    }
    const frames = all.filter(([first]) => /^study · \d of 9 done/.test(first!));
    expect(frames.length).toBeGreaterThan(0);
    const shown = frames.flatMap(([, ...nodes]) => nodes);
    expect(shown.some((line) => /^ {2}[a-z]+-tiny-/.test(line))).toBe(true);
    const last = all.at(-1)!.join('\n');
    expect(last).toMatch(/^Does it run\?/);
    expect(last).toMatch(/Report: reports\/study\/index\.html\n(\d+ warnings?: .*--warnings\n)?/);
    expect(last).toMatch(/\nstudy · 9 of 9 done · .*s\n$/);
  });

  it('is shown at 120 columns when all is restored, and by NO_COLOR and in a pipe without any sequence', async () => {
    const terminal = workspace.onTerminal(['run-many', '-t', 'utility'], 120);
    expect(await terminal.ended).toBe(0);
    const last = screens(terminal.text()).at(-1)!.join('\n');
    expect(last).toContain('study · 9 of 9 done (9 restored)');
    expect(last).not.toMatch(OF_NX);
    const { status, stdout } = workspace.viewed(['utility', 'study'], { NO_COLOR: '1' });
    expect(status).toBe(0);
    expect(stdout).toContain('Report: reports/study/index.html');
    expect(stdout).toMatch(/study · 9 of 9 done \(9 restored\)/);
    expect(stdout).not.toMatch(/\u001b|\ufffd/);
    expect(stdout).not.toMatch(OF_NX);
  });

  it('advises to prepare the native engine where that was not done, as soon as a node trains', async () => {
    workspace.unprepare();
    await whileWaiting('pretrain', async (terminal) => {
      await terminal.until((text) => text.includes('goes on with it.'));
      const lines = screens(terminal.text()).at(-1)!;
      expect(lines.slice(0, 2)).toEqual([
        'engine: WebAssembly, in float32 and at a fifth of the native speed, because no',
        'native engine was prepared in this clone. Ctrl-C, `npx nx prepare engine` (once,',
      ]);
    });
  });

  it('prints only JSON on standard output when asked', () => {
    const rows = workspace.viewed(['utility', 'study', '--json']);
    expect(JSON.parse(rows.stdout)).toEqual([expect.objectContaining({ n: 10 })]);
    const claims = workspace.viewed(['claims', 'study', '--json']);
    expect(JSON.parse(claims.stdout)).toEqual([]);
    const plan = workspace.viewed(['plan', 'one', '--json']);
    expect(JSON.parse(plan.stdout)).toMatchObject({ pipeline: 'one' });
    const status = workspace.viewed(['status', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ runs: [{ state: 'finished' }] });
    const wrong = workspace.viewed(['plan', 'study', '--jsn']);
    expect([wrong.status, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toContain('Did you mean --json?');
  });

  it('shows no progress of commands that compute nothing, and is no run of nx status', () => {
    const runs = () => JSON.parse(workspace.viewed(['status', '--json']).stdout) as unknown;
    const before = runs();
    const { status, stdout } = workspace.viewed(['run-many', '-t', 'plan', '-p', 'study', 'one']);
    expect(status).toBe(0);
    for (const name of ['study', 'one']) expect(stdout).toMatch(new RegExp(`^${name}: `, 'm'));
    expect(stdout).not.toMatch(/\d of \d+ done/);
    expect(stdout).not.toMatch(OF_NX);
    expect(runs()).toEqual(before);
  });

  it('has the output of Nx when a style or its verbose log is asked for', () => {
    const styled = workspace.viewed(['utility', 'study', '--outputStyle=static']);
    const verbose = workspace.viewed(['utility', 'study'], { NX_VERBOSE_LOGGING: 'true' });
    for (const { stdout } of [styled, verbose]) {
      expect(stdout).toMatch(/\bNX\b/);
      expect(stdout).toContain('Report: reports/study/index.html');
      expect(stdout).not.toContain('of 9 done');
    }
  });

  it('shows pipelines that are not active one after the other, each once', async () => {
    const line = ['run-many', '-t', 'utility', '-p', 'one,deep/two'];
    const terminal = workspace.onTerminal(line, 80);
    expect(await terminal.ended).toBe(0);
    const last = screens(terminal.text()).at(-1)!.join('\n');
    expect(last).not.toMatch(OF_NX);
    for (const name of ['one', 'deep/two']) {
      expect(last.match(new RegExp(`^Report: reports/${name}/`, 'gm'))).toHaveLength(1);
      expect(last.match(new RegExp(`^${name} · 9 of 9 done`, 'gm'))).toHaveLength(1);
    }
  });

  it('prints the message of a failure, and nothing of Nx', () => {
    const failing = images(`
      progress.note('before the fault');
      throw Object.assign(new Error('at fault'), { name: 'UserError' });`);
    const { status, stdout, stderr } = workspace.during({ [IMAGES]: failing }, () =>
      workspace.viewed(['utility', 'study']),
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^at fault\n/);
    expect(stderr).toContain('before the fault');
    expect(stdout + stderr).not.toMatch(OF_NX);
    expect(stdout).not.toContain('done');
    expect(workspace.viewed(['status', 'study']).stdout).toMatch(/study · .*failed at/);
  });

  it('is known to another terminal, also after Ctrl-C', async () => {
    await whileImagesWait(async (terminal, node) => {
      const during = workspace.viewed(['status', 'study']).stdout;
      expect(during).toMatch(/^study · 0 of 9 done · 1 running( · about .* left)?\n/);
      expect(during).toMatch(/\n +nx utility study, process \d+ on this machine, since/);
      expect(during).toContain(`process ${node} on this machine, since`);
      await terminal.until((text) => text.includes('images-tiny-16px'));
      terminal.type('\u0003');
      expect(await terminal.ended).toBe(130);
      const last = screens(terminal.text()).at(-1)!.join('\n');
      expect(last).toContain('stopped: 0 of 9 done; the same command goes on');
      await untilGone(node);
      expect(workspace.viewed(['status', 'study']).stdout).toMatch(
        /^study · 0 of 9 done · stopped at .*\n {4}nx utility study, from .* to .*\n$/,
      );
    });
  });
});
