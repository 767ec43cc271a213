import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** A command has the lock of Nx, and another one asks for it: before the first leaves it, and then. Prints both answers. */
const script = `
  require('esbuild-register/dist/node').register();
  const { FileLock } = require('nx/src/native');
  const { leaveGraph } = require('./libs/nx-plugin/src/leave-graph.ts');
  const path = process.env.NX_WORKSPACE_DATA_DIRECTORY + '/project-graph.lock';
  const first = new FileLock(path);
  const others = () => new FileLock(path).tryLock();
  console.log(JSON.stringify([first.tryLock(), others(), (leaveGraph(process.cwd()), others())]));
`;

it('lets other commands of Nx make the graph while one goes on that needs none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-leave-'));
  mkdirSync(join(folder, 'data'));
  try {
    // Jest shall not load the native part of Nx.
    const text = execFileSync(process.execPath, ['-e', script], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NX_WORKSPACE_DATA_DIRECTORY: join(folder, 'data') },
    });
    expect(JSON.parse(text)).toEqual([true, false, true]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
