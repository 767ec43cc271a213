import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction, constants } from 'node:vm';
import type { JsonObject } from '@nhat/documents';
import type { Stage } from './stage';
import type { BundleFile } from './artifact-folder';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
const loaded = new Map<string, { digest: string; exported: object }>();

/** The stage of a bundle. */
export const loadStage = (bundle: BundleFile): Stage<JsonObject> =>
  loadBundle<{ run: Stage<JsonObject> }>(bundle).run;

/**
 * What a bundle exports. It is loaded again when the bundle has changed during the life of this process. The text that runs is the
 * one that was verified against its digest, because the file may have changed since.
 */
export function loadBundle<Exported extends object>({
  path,
  code,
  digest,
}: Pick<BundleFile, 'path' | 'code' | 'digest'>): Exported {
  const known = loaded.get(path);
  if (known?.digest === digest) return known.exported as Exported;
  const module = { exports: {} };
  const define = compileFunction(code, PARAMETERS, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (...values: unknown[]) => void;
  define.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  loaded.set(path, { digest, exported: module.exports });
  return module.exports as Exported;
}
