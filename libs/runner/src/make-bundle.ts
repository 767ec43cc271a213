import { bundleCode, endBundler } from '@nhat/workspace/bundle-code';
import { writeBundle } from './artifact-folder';
import type { NodeRecord } from './node-record';

type Bundle = NodeRecord['bundle'];

/** The bundle that NHAT_BUNDLE holds as JSON. */
export const bundleRecord = (json: string): Bundle => JSON.parse(json) as Bundle;

/** Milliseconds after the last bundle until the bundler ends. */
const IDLE_MS = 1000;

let running = 0;
let idle: NodeJS.Timeout | undefined;

/**
 * Writes `artifacts/<bundle>/bundle.cjs` and its source map. Returns the line to print. Throws a UserError as `bundleCode` does. Calls
 * share one process of the bundler, which ends a second after the last one.
 */
export async function makeBundle(root: string, { name, entry }: Bundle): Promise<string> {
  running++;
  clearTimeout(idle);
  try {
    const { code, map } = await bundleCode(root, entry);
    writeBundle(root, name, code, map);
    return `${name}: ${Math.round(code.length / 1024)} kB`;
  } finally {
    running--;
    if (running === 0) idle = setTimeout(() => void endBundler(root), IDLE_MS).unref();
  }
}
