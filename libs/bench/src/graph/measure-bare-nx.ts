import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { nxCommand } from '@nhat/workspace/copied-workspace';
import { bareNxFiles, gridEdges } from './bare-nx';
import { median } from './median';
import { timedProcess } from './timed-process';

const RUN = ['run-many', '-t', 'all'];

/** Milliseconds of Nx with the installed version at `root`, when all nodes of the grid are answered from its cache and none does anything. */
export async function measureBareNx(root: string, nodes: number, runs: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-bare-nx-'));
  const outer = Object.entries(process.env).filter(([name]) => !/^(NX|NHAT)_/.test(name));
  const own = {
    NX_DAEMON: 'false',
    FORCE_COLOR: '0',
    NX_CACHE_DIRECTORY: join(folder, '.nx/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(folder, '.nx/data'),
  };
  const place = { cwd: folder, env: { ...Object.fromEntries(outer), ...own } };
  const run = () => timedProcess(process.execPath, [nxCommand(root), ...RUN], place);
  try {
    for (const [file, text] of Object.entries(bareNxFiles(nodes))) {
      writeAtomic(join(folder, file), text);
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    await run();
    const times: number[] = [];
    for (let at = 0; at < runs; at++) {
      const { ms, output } = await run();
      // The target that needs all others is not cached.
      const hits = Number(/(\d+)\/\d+ hit/.exec(output)?.[1] ?? 0);
      if (hits < Object.keys(gridEdges(nodes)).length) {
        throw new Error(
          `bench graph: Nx alone did not answer from its cache\n${output.slice(-2000)}`,
        );
      }
      times.push(ms);
    }
    return median(times);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
