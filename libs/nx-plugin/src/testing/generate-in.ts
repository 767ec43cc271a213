import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorkspace } from './test-workspace';

const root = join(__dirname, '../../../..');

/** What generators change, and a copy of a workspace lacks. */
const ALSO = ['docs/methods.md', 'docs/tasks.md', 'libs/report/goldens', '.prettierrc.json'];

/** All in one process and as Nx runs them, because `formatFiles` loads a module that Jest cannot load. */
const SCRIPT = `
  const { FsTree, flushChanges } = require('nx/src/generators/tree');
  const generators = require('./libs/generators/generators.cjs');
  (async () => {
    for (const kind of process.argv.slice(1)) {
      const tree = new FsTree(process.cwd(), false);
      const after = await generators[kind](tree, {
        ...{ name: 'my-' + kind },
        // A folder that is there.
        ...(kind === 'images' && { path: 'datasets' }),
      });
      flushChanges(process.cwd(), tree.listChanges());
      after();
    }
  })();
`;

/** Does what `nx g KIND my-KIND` does for each kind, in their order. Throws what a generator prints that fails. */
export function generateIn(workspace: TestWorkspace, kinds: readonly string[]): void {
  for (const file of ALSO) {
    if (existsSync(workspace.path(file))) continue;
    cpSync(join(root, file), workspace.path(file), { recursive: true });
  }
  const { status, stderr } = spawnSync(process.execPath, ['-e', SCRIPT, ...kinds], {
    cwd: workspace.folder,
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '') throw new Error(stderr);
}
