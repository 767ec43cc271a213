import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as entries from './entry';
import { launcherOf } from './launcher-of';
import { ownProcess } from './launchers/own-process';
import { worker } from './launchers/worker';
import { nodeCommand } from './node-command';
import { describeLauncher } from './testing/describe-launcher';
import { workspaceRoot } from './testing/runner-folder';

describeLauncher('a process for each node', ownProcess);

describe('within a run of Nx', () => {
  let nx: ChildProcess;
  beforeEach(() => (nx = spawn('sleep', ['600'])));
  afterEach(() => void nx.kill()); // The worker of the test ends with this process.

  describeLauncher('the worker', worker, () => ({
    NX_INVOCATION_ROOT_PID: String(nx.pid),
    NHAT_WORKER_WAIT: '60',
  }));
});

describe('launcherOf', () => {
  it('is the worker unless NHAT_EXECUTOR names another launcher', () => {
    expect(launcherOf({})).toBe(worker);
    expect(launcherOf({ NHAT_EXECUTOR: '' })).toBe(worker);
    expect(launcherOf({ NHAT_EXECUTOR: 'own-process' })).toBe(ownProcess);
  });

  it('refuses an unknown name, with the list and the nearest name', () => {
    const refused = () => launcherOf({ NHAT_EXECUTOR: 'own-proces' });
    expect(refused).toThrow(/NHAT_EXECUTOR.*"own-proces"/s);
    expect(refused).toThrow(/own-process.*worker/s);
    expect(refused).toThrow('Did you mean "own-process"?');
  });
});

describe('nodeCommand', () => {
  it('is the same for every executor where there is bash', () => {
    const commands = ['', 'worker', 'own-process', 'other'].map((NHAT_EXECUTOR) =>
      nodeCommand({ PATH: process.env['PATH'], NHAT_EXECUTOR }),
    );
    expect(new Set(commands)).toEqual(new Set([`bash ${entries.NODE_CLIENT}`]));
  });

  it('starts Node at once where there is none', () => {
    expect(nodeCommand({ PATH: '' })).toBe(entries.loadCommand(entries.NODE_ENTRY));
    const other = nodeCommand({ PATH: '', NHAT_EXECUTOR: 'other' });
    expect(other).toBe(entries.loadCommand(entries.LAUNCH_ENTRY));
  });
});

describe('entry', () => {
  const text = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');

  it('contains only paths of existing files', () => {
    const paths = Object.values(entries).filter((entry) => typeof entry === 'string');
    expect(paths.filter((path) => !existsSync(join(workspaceRoot, path)))).toEqual([]);
    expect(paths.length).toBeGreaterThan(5);
  });

  it('contains the paths that bash and plain Node start', () => {
    const script = text(entries.NODE_CLIENT);
    const folder = /^entry=(.*)$/m.exec(script)![1]!;
    const started = [...script.matchAll(/exec node (\S+) \$entry(\S+)/g)].map(
      ([, loader, file]) => `${loader} ${folder}${file}`,
    );
    const { BUNDLE_ENTRY, NODE_ENTRY, WORKER_ENTRY, LAUNCH_ENTRY, CLUSTER_ENTRY } = entries;
    const expected = [BUNDLE_ENTRY, NODE_ENTRY, WORKER_ENTRY, LAUNCH_ENTRY, CLUSTER_ENTRY];
    expect(started.sort()).toEqual(expected.map((path) => `${entries.LOADER} ${path}`).sort());
    expect(text('libs/nx-plugin/plugin.cjs')).toContain(`trustBundle('${NODE_ENTRY}')`);
  });
});
