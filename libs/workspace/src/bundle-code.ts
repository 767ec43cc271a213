import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { BuildFailure, BuildOptions, Message, Metafile } from 'esbuild';
import type * as esbuild from 'esbuild';
import { sha256 } from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import { SETTINGS, checkInputs, filesOf, ignoredByGit, sourcesOf } from './bundle-inputs';

/** What esbuild calls the text of the entry. */
const ENTRY = 'entry.ts';

const errorLine = ({ location, text }: Message): string =>
  location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;

/** What tools/load.cjs exports, as far as it is needed here. */
interface Loader {
  external: string[];
  MANY_BUNDLES: Record<string, string>;
  withVariables<Result>(variables: Record<string, string>, act: () => Result): Result;
}

/** What tools/kept-bundles.cjs exports, as far as it is needed here. */
interface KeptBundles {
  keptCode(name: string): Kept | undefined;
  beforeBundle(): unknown;
  keepBundle(name: string, made: Kept, before: unknown): unknown;
}

interface Kept extends BundledCode {
  /** Paths in the workspace. */
  inputs: string[];
}

export interface BundledCode {
  /** CommonJS; the same sources give the same bytes, wherever the workspace lies. */
  code: string;
  map: string;
}

/**
 * One file with exactly the code that an entry needs. Comments, unused exports and unused files leave no trace
 * in it; the packages that stay outside are named with their versions in its last line. It is kept, and made again only when
 * one of its sources changes. Throws a UserError for a source that cannot be read, and for one whose changes Nx would not notice.
 */
export async function bundleCode(root: string, entry: string): Promise<BundledCode> {
  const tools = requireOf(root)('./kept-bundles.cjs') as KeptBundles;
  const name = `stage-${sha256(entry).slice(0, 16)}`;
  const kept = tools.keptCode(name);
  // What git ignores may have changed since.
  if (kept !== undefined && ignoredByGit(root, sourcesOf(kept.inputs)).length === 0) return kept;
  const before = tools.beforeBundle();
  const made = await makeBundle(root, entry);
  tools.keepBundle(name, made, before);
  return made;
}

async function makeBundle(root: string, entry: string): Promise<Kept> {
  const { MANY_BUNDLES, external, withVariables } = requireOf(root)('./load.cjs') as Loader;
  const { build } = esbuildOf(root);
  const options = {
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, sourcefile: ENTRY, loader: 'ts' },
    outfile: 'bundle.cjs',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    tsconfig: 'tsconfig.base.json',
    treeShaking: true,
    preserveSymlinks: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    external,
  } satisfies BuildOptions;
  // The process of esbuild starts at once, if there is none.
  const built = withVariables(MANY_BUNDLES, () => build(options));
  const { outputFiles, metafile } = await built.catch((failure: BuildFailure) => {
    throw new UserError(failure.errors.map(errorLine).join('\n'));
  });
  checkInputs(root, metafile, ENTRY);
  const text = (suffix: string) => outputFiles.find(({ path }) => path.endsWith(suffix))!.text;
  const packages = outsidePackages(metafile);
  const versions = packages.map((name) => `${name}@${version(root, name)}`);
  const lines = [
    text('.cjs').trimEnd(),
    `//# sourceMappingURL=bundle.cjs.map`,
    `// packages: ${versions.join(' ') || 'none'}`,
  ];
  const sources = sourcesOf(filesOf(metafile, ENTRY));
  const inputs = [...sources, ...SETTINGS, ...packages.map(manifestOf)];
  return { code: `${lines.join('\n')}\n`, map: text('.map'), inputs };
}

/** Ends the process of esbuild, which has 90 MB; the next bundle starts one again. */
export const endBundler = async (root: string): Promise<void> => esbuildOf(root).stop();

const requireOf = (root: string) => createRequire(join(root, 'tools/load.cjs'));
const esbuildOf = (root: string) => requireOf(root)('esbuild') as typeof esbuild;

/** Names of the packages that the bundle requires at run time. */
function outsidePackages({ outputs }: Metafile): string[] {
  const paths = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  const names = paths
    .filter((path) => !isBuiltin(path))
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)].sort();
}

const manifestOf = (name: string): string => `node_modules/${name}/package.json`;

function version(root: string, name: string): string {
  try {
    const path = join(root, manifestOf(name));
    return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
  } catch {
    return 'none';
  }
}
