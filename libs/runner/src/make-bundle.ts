import { bundleCode } from '@nhat/workspace/bundle-code';
import { writeBundle } from './artifact-folder';
import type { NodeRecord } from './node-record';

type Bundle = NodeRecord['bundle'];

/** The bundle that NHAT_BUNDLE holds as JSON. */
export const bundleRecord = (json: string): Bundle => JSON.parse(json) as Bundle;

/** Writes `artifacts/<bundle>/bundle.cjs` and its source map. Returns the line to print. Throws a UserError as `bundleCode` does. */
export async function makeBundle(root: string, { name, entry }: Bundle): Promise<string> {
  const { code, map } = await bundleCode(root, entry);
  writeBundle(root, name, code, map);
  return `${name}: ${Math.round(code.length / 1024)} kB`;
}
