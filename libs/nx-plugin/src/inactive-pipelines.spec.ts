import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '@nhat/artifacts';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const IMAGES = 'libs/stages/src/images.ts';
const study = { ...tinyStudy['pipelines/study.json'], active: false };
const withBudget = (n: number) => ({ ...study, budgets: { scratch: [10, 20], finetune: [n] } });

/** Real Nx. `study` is active, `one` and `deep/two` are not. */
describe('a pipeline that is not active', () => {
  let workspace: TestWorkspace;

  beforeAll(() => {
    workspace = new TestWorkspace({
      ...tinyStudy,
      'pipelines/one.json': withBudget(12),
      'pipelines/deep/two.json': withBudget(15),
      'pipelines/broken.json': { ...study, methods: ['rotatoin'] },
    });
  });
  afterAll(() => workspace.dispose());

  const names = (env: Record<string, string> = {}) =>
    workspace.nx(['show', 'projects'], env).output.trim().split('\n').sort();
  const rowsOf = (name: string) =>
    existsSync(workspace.path(`reports/${name}/utility.json`))
      ? (JSON.parse(workspace.read(`reports/${name}/utility.json`)) as { n: number }[])
      : [];

  it('is passed over by a run that names no pipelines', () => {
    const { status, output, computed } = workspace.nx(['run-many', '-t', 'utility']);
    expect([status, status === 0 ? '' : output]).toEqual([0, '']);
    expect(computed).toHaveLength(9);
    expect([rowsOf('study'), rowsOf('one'), rowsOf('deep/two')]).toEqual([
      [expect.objectContaining({ n: 10 })],
      [],
      [],
    ]);
  });

  it('runs when another does at the same time, and each runs its own nodes only', async () => {
    const before = names();
    const plans = await Promise.all(
      ['one', 'deep/two'].map((name) => workspace.startNx(['plan', name]).ended),
    );
    expect(plans.map(({ status }) => status)).toEqual([0, 0]);
    expect(plans[0]!.output).toMatch(/^one: /m);
    expect(plans[0]!.output).not.toMatch(/^deep\/two: /m);
    expect(plans[1]!.output).toMatch(/^deep\/two: /m);
    expect(plans[1]!.output).not.toMatch(/^one: /m);
    const runs = await Promise.all(
      ['one', 'deep/two'].map((name) => workspace.startNx(['utility', name, '--json']).ended),
    );
    expect(runs.map(({ status, output }) => (status === 0 ? '' : output))).toEqual(['', '']);
    expect([rowsOf('one'), rowsOf('deep/two')]).toEqual([
      [expect.objectContaining({ n: 12 })],
      [expect.objectContaining({ n: 15 })],
    ]);
    expect(runs[0]!.output).toContain('finetune-tiny-rotation-resnet9-classification-n12-');
    expect(runs[0]!.output).not.toContain('-n15-');
    expect(runs[1]!.output).not.toContain('-n12-');
    expect(names()).toEqual(before);
  });

  it('runs one after the other when two are named', () => {
    const { status, output, computed } = workspace.nx([
      'run-many',
      '-t',
      'page',
      '-p',
      'one,deep/two',
    ]);
    expect([status, computed]).toEqual([0, []]);
    for (const name of ['one', 'deep/two']) {
      expect(output).toContain(`Report: reports/${name}/index.html`);
    }
    expect(output).not.toContain('\u001b[');
  });

  it('runs nothing again, and prints no colours where nobody sees them', () => {
    const { status, output, computed, stored } = workspace.nx(['utility', 'one']);
    expect([status, computed, stored]).toEqual([0, [], []]);
    expect(output).toContain('Report: reports/one/index.html');
    expect(output).not.toContain('\u001b[');
  });

  it('that has a mistake says so once, and fails', () => {
    const { status, output } = workspace.nx(['utility', 'broken']);
    expect(status).toBe(1);
    expect(output.match(/Did you mean "rotation"\?/g)).toHaveLength(1);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('hands through what a failing node says, and its status', () => {
    const failing = () =>
      `export const images = () => ({
        run: async () => {
          throw Object.assign(new Error('at fault'), { name: 'UserError' });
        },
      });\n`;
    const { status, output } = workspace.during({ [IMAGES]: failing }, () =>
      workspace.nx(['utility', 'one']),
    );
    expect(output).toContain('at fault');
    expect(output).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
  });

  it('is the same to the daemon', async () => {
    const env = { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'false' };
    const before = names();
    try {
      expect(names(env)).toEqual(before);
      const { status, output } = workspace.nx(['utility', 'deep/two'], env);
      expect([status, status === 0 ? '' : output]).toEqual([0, '']);
      expect(output).toContain('Report: reports/deep/two/index.html');
      expect(workspace.nx(['run-many', '-t', 'plan'], env).output).not.toMatch(/^one: /m);
      const other = (text: string) => text.replace('nhat-node-1', 'nhat-node-x');
      workspace.during({ 'libs/plan/src/node.ts': other }, () => {
        const fresh = names().join();
        expect(fresh).not.toBe(before.join());
        while (names(env).join() !== fresh);
      });
    } finally {
      const { processId } = JSON.parse(workspace.read('.nx/data/d/server-process.json')) as {
        processId: number;
      };
      workspace.nx(['daemon', '--stop'], env);
      while (isRunning(processId)) await sleep(50);
    }
  });

  it.each<[NodeJS.Signals, string[]]>([
    ['SIGKILL', ['utility', 'one']],
    ['SIGTERM', ['utility', 'one']],
    ['SIGINT', ['utility', 'one']],
    ['SIGKILL', ['run-many', '-t', 'utility', '-p', 'one,deep/two']],
    ['SIGINT', ['run-many', '-t', 'utility', '-p', 'one,deep/two']],
  ])('ends with the Nx that started it: %s, nx %j', async (signal, line) => {
    const marker = workspace.path(`.nhat/waits-${signal}-${line.length}`);
    const waiting = `export const images = () => ({
        run: async () => {
          require('node:fs').writeFileSync(${JSON.stringify(marker)}, String(process.pid));
          await new Promise((end) => setTimeout(end, 600_000));
        },
      });\n`;
    const before = workspace.read(IMAGES);
    workspace.write(IMAGES, waiting);
    try {
      const { pid, ended } = workspace.startNx(line);
      let isOver = false;
      void ended.then(() => (isOver = true));
      const written = () => (existsSync(marker) ? readFileSync(marker, 'utf8') : '');
      while (written() === '' && !isOver) await sleep(50);
      const node = Number(written());
      expect(node).toBeGreaterThan(0);
      expect(isRunning(node)).toBe(true);
      // Ctrl-C of a terminal goes to the whole group, the others to Nx alone.
      process.kill(signal === 'SIGINT' ? -pid : pid, signal);
      while (isRunning(node)) await sleep(50);
      const { status, signal: by } = await ended;
      if (signal === 'SIGINT') expect(by === 'SIGINT' ? 130 : status).toBe(130);
    } finally {
      workspace.write(IMAGES, before);
    }
  });
});
