import { createRequire } from 'node:module';
import type { JsonObject } from '@nhat/spec';
import type { Stage } from '../stage';
import type { BundleFile } from './artifact-folder';

const loaded = new Map<string, string>();

/** The stage of a bundle; loaded anew when the file has become another in the life of this process. */
export function loadStage({ path, digest }: BundleFile): Stage<JsonObject> {
  const require = createRequire(path);
  if (loaded.get(path) !== digest) delete require.cache[require.resolve(path)];
  loaded.set(path, digest);
  return (require(path) as { run: Stage<JsonObject> }).run;
}
