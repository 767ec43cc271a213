import fs from 'node:fs';
import path from 'node:path';
import { addonFile, settingsFile } from './addon-files';
import type { BuildContext } from './build-context';
import { versionKey } from './cache-folder';
import {
  withoutAvx512Source,
  compileAddon,
  compilerArguments,
  findCompiler,
  napiVersion,
} from './compile-addon';
import type { Sources } from './compile-addon';
import { hasRecordedSizes, recordSizes } from './file-sizes';
import type { Libraries } from './libraries';
import { probeAddon } from './probe-addon';

export interface Workspace {
  root: string;
  /** Folder for the report of the preparation. */
  reports: string;
  sources: Sources;
  /** Where tfjs-node-gpu looks for its addon. */
  link: string;
  /** Of @tensorflow/tfjs-node-gpu. */
  tfjsVersion: string;
}

/** The folder that an addon for these libraries has in the cache. */
function engineFolder(libraries: Libraries, { sources, tfjsVersion }: Workspace, cache: string) {
  const args = compilerArguments(sources, libraries);
  // Folders of this clone must not count: all clones share the engine.
  const own = [path.dirname(sources.napi), sources.tfjs, path.dirname(sources.settings)];
  const neutral = [...args.addon, ...args.settings].map((arg) =>
    own.reduce((text, folder) => text.replaceAll(folder, ''), arg),
  );
  const ownFiles = [sources.settings, withoutAvx512Source(sources)];
  const key = versionKey({
    libraries: libraries.name,
    tfjs: tfjsVersion,
    platform: process.platform,
    arch: process.arch,
    napi: napiVersion,
    recipe: [...neutral, ...ownFiles.map((file) => fs.readFileSync(file, 'utf8'))],
  });
  return path.join(cache, key);
}

/** Compiles and probes the addon; returns its folder in the cache. Throws `Unavailable`. */
export async function buildEngine(
  libraries: Libraries,
  gpu: boolean,
  workspace: Workspace,
  context: BuildContext,
): Promise<string> {
  const folder = engineFolder(libraries, workspace, context.cache);
  if (hasRecordedSizes(folder)) return folder;
  const part = `${folder}.part`;
  fs.rmSync(part, { recursive: true, force: true });
  try {
    const compiler = await findCompiler(context.log);
    await compileAddon(compiler, part, workspace.sources, libraries, context);
    const expected = { version: libraries.version, gpu };
    const probe = await probeAddon(part, workspace.root, expected, context.log);
    fs.writeFileSync(path.join(part, 'probe.json'), `${JSON.stringify({ ...probe, libraries })}\n`);
    recordSizes(part, [addonFile, settingsFile, ...libraries.files]);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(part, folder);
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
  return folder;
}
