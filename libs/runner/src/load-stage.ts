import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction, constants } from 'node:vm';
import type { JsonObject } from '@nhat/documents';
import type { Stage } from './stage';
import type { BundleFile } from './artifact-folder';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
const loaded = new Map<string, { digest: string; run: Stage<JsonObject> }>();

/**
 * Returns the stage of a bundle. Loads it again when the bundle has changed during the life of this process. It runs the text
 * that was verified against its digest, because the file may have changed since.
 */
export function loadStage({ path, code, digest }: BundleFile): Stage<JsonObject> {
  const known = loaded.get(path);
  if (known?.digest === digest) return known.run;
  const module = { exports: {} as { run: Stage<JsonObject> } };
  const define = compileFunction(code, PARAMETERS, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (...values: unknown[]) => void;
  define.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  const { run } = module.exports;
  loaded.set(path, { digest, run });
  return run;
}
