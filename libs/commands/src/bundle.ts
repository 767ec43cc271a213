import type { Bundle } from '@nhat/plan';
import { userError } from '@nhat/documents';
import { writeBundle } from '@nhat/runner/artifact-folder';
import { bundleCode } from '@nhat/workspace/bundle-code';

/** Writes `artifacts/<bundle>/bundle.cjs` for the bundle that Nx names in NHAT_BUNDLE. */
export async function main(): Promise<void> {
  const record = process.env['NHAT_BUNDLE'];
  if (record === undefined) throw userError('NHAT_BUNDLE', 'not set', { expected: 'a bundle' });
  const { name, entry } = JSON.parse(record) as Bundle;
  const root = process.cwd();
  const { code, map } = await bundleCode(root, entry);
  writeBundle(root, name, code, map);
  process.stdout.write(`${name}: ${Math.round(code.length / 1024)} kB\n`);
}
