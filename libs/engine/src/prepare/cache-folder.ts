import crypto from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** Where prepared engines live, one for all clones of a user. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
  home: string = os.homedir(),
): string {
  const base =
    env['XDG_CACHE_HOME'] ||
    path.join(home, ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
  return path.join(base, 'nhat', 'engine');
}

/** Everything that a compiled addon depends on. */
export interface AddonVersion {
  /** Of the package that holds the libraries, e.g. `tensorflow-cpu-2.21.0`. */
  libraries: string;
  /** Of @tensorflow/tfjs-node-gpu. */
  tfjs: string;
  platform: string;
  arch: string;
  napi: number;
  /** What else went into the compilation: our sources, compiler arguments, folders. */
  recipe: readonly string[];
}

/** Folder name of a compiled addon: readable versions, then a digest of the rest. */
export function versionKey(version: AddonVersion): string {
  const { libraries, tfjs, platform, arch, napi, recipe } = version;
  const digest = crypto.createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
  return `${libraries}-tfjs-${tfjs}-${platform}-${arch}-napi${napi}-${digest.slice(0, 8)}`;
}
