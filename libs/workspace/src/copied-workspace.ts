import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const FILES = [
  '.env',
  '.gitignore',
  'nx.json',
  'nx-base.json',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** Copies the workspace at `root` into `folder`, without its documents and tests; installed packages by a link. */
export function copyWorkspace(root: string, folder: string): void {
  for (const file of FILES) cpSync(join(root, file), join(folder, file));
  cpSync(join(root, 'tools'), join(folder, 'tools'), { recursive: true });
  cpSync(join(root, 'libs'), join(folder, 'libs'), {
    recursive: true,
    filter: (path) => !/\.spec\.ts$|\/goldens(\/|$)/.test(path),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** The file that runs the Nx that is installed at `root`. */
export function nxCommand(root: string): string {
  const folder = join(root, 'node_modules', 'nx');
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: { nx: string };
  };
  return join(folder, bin.nx);
}
