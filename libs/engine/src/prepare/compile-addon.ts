import path from 'node:path';
import { makeFolder } from '@nhat/artifacts';
import { addonFile, settingsFile } from './addon-files';
import type { BuildContext } from './build-context';
import { Unavailable } from './libraries';
import type { Libraries } from './libraries';
import { runCommand } from './run-command';

/** Node-API 8: Node 20 and later have it. */
export const napiVersion = 8;

/** Folders of what is compiled. */
export interface Sources {
  /** Of @tensorflow/tfjs-node-gpu. */
  tfjs: string;
  /** The C headers of Node-API, from the package node-api-headers: nothing of Node itself is needed. */
  napi: string;
  /** Our own addon, see native/process-settings.cc. */
  settings: string;
}

/** Arguments of the two compilations without the output file; also what makes the cached result stale. */
export function compilerArguments(sources: Sources, libraries: Libraries) {
  const { tfjs, napi, settings } = sources;
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const common = ['-O2', '-std=c++17', '-shared', '-fPIC', `-DNAPI_VERSION=${napiVersion}`];
  common.push(`-I${napi}`, ...undefinedSymbols);
  const binding = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) =>
    path.join(tfjs, 'binding', file),
  );
  binding.push(withoutAvx512Source(sources), '-DTFE_Execute=executeAnywhere');
  return {
    addon: [
      ...common,
      `-I${libraries.include}`,
      `-I${path.join(tfjs, 'binding')}`,
      ...binding,
      ...libraries.files,
      `-Wl,-rpath,${path.dirname(libraries.files[0])}`,
    ],
    settings: [...common, settings],
  };
}

/** What the addon of tfjs-node-gpu is compiled with besides its own files. */
export const withoutAvx512Source = ({ settings }: Sources): string =>
  path.join(path.dirname(settings), 'without-avx512.cc');

/** The first C++ compiler that answers. */
export async function findCompiler(log: string): Promise<string> {
  const candidates = [process.env['CXX'], 'c++', 'g++', 'clang++'].filter((name) => name);
  for (const candidate of candidates as string[]) {
    const answer = await runCommand(candidate, ['--version'], { timeoutMs: 20_000, log });
    if (answer.ok) return candidate;
  }
  throw new Unavailable('no C++ compiler (tried $CXX, c++, g++, clang++)');
}

/** Compiles tfjs-node-gpu's addon and ours into `folder`. */
export async function compileAddon(
  compiler: string,
  folder: string,
  sources: Sources,
  libraries: Libraries,
  { log, say }: BuildContext,
): Promise<void> {
  say('compiling the addon (10 s) …');
  makeFolder(folder);
  const args = compilerArguments(sources, libraries);
  const results = await Promise.all([
    compile(compiler, [...args.addon, '-o', path.join(folder, addonFile)], log),
    compile(compiler, [...args.settings, '-o', path.join(folder, settingsFile)], log),
  ]);
  const failed = results.find((result) => !result.ok);
  if (failed) throw new Unavailable(`${compiler} could not compile the addon: ${failed.why}`);
}

const compile = (compiler: string, args: string[], log: string) =>
  runCommand(compiler, args, { timeoutMs: 300_000, log });
