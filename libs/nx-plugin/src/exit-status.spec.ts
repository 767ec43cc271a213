import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { nxCommand } from '@nhat/workspace/copied-workspace';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const IMAGES = 'libs/stages/src/images.ts';
const images = (body: string) => () =>
  `export const images = () => ({ run: async ({ work }: { work: string }) => {\n${body}\n} });\n`;

describe('the status of a run of Nx', () => {
  let workspace: TestWorkspace;
  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
  });
  afterAll(() => workspace.dispose());

  it('is 1 after a node that failed, and no stack is printed for a mistake', () => {
    const failing = images(`throw Object.assign(new Error('at fault'), { name: 'UserError' });`);
    const { status, output } = workspace.during({ [IMAGES]: failing }, () =>
      workspace.nx(['utility', 'study']),
    );
    expect(output).toContain('at fault');
    expect(output).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
  });

  it('is not 0 when a process of a node cannot be started', () => {
    // A variable of 128 KiB is more than Linux lets a process begin with; Nx itself is started before it is set.
    const plugin = (text: string) =>
      text.replace(
        'env: { NHAT_NODE: record }',
        `env: { NHAT_NODE: record, X: 'x'.repeat(200_000) }`,
      );
    const { status, output } = workspace.during({ 'libs/nx-plugin/src/projects.ts': plugin }, () =>
      workspace.nx(['utility', 'study']),
    );
    expect(output).toContain('E2BIG');
    expect(status).toBe(1);
  });

  it('is 130 after Ctrl-C', async () => {
    const waiting = images(
      `require('node:fs').writeFileSync(work + '/started', ''); await new Promise((end) => setTimeout(end, 600_000));`,
    );
    const before = workspace.read(IMAGES);
    workspace.write(IMAGES, waiting());
    try {
      const child = spawn(process.execPath, [nxCommand(workspace.folder), 'utility', 'study'], {
        cwd: workspace.folder,
        detached: true, // A group of its own, as a terminal gives it.
        stdio: 'ignore',
        env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NHAT_STORE: '' },
      });
      const work = workspace.path('.nhat/work');
      const started = () =>
        existsSync(work) && readdirSync(work).some((key) => existsSync(`${work}/${key}/started`));
      while (!started() && child.exitCode === null) await sleep(50);
      process.kill(-child.pid!, 'SIGINT');
      const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
      expect(signal === 'SIGINT' ? 130 : status).toBe(130);
    } finally {
      workspace.write(IMAGES, before);
    }
  });

  it('is 0 when all is there', () => {
    const { status, output } = workspace.nx(['show', 'projects']);
    expect([status, output]).toEqual([0, expect.stringContaining('study') as string]);
  });
});
