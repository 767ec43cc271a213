import { userError } from '@nhat/documents';
import { bundleRecord, makeBundle } from './make-bundle';

/** Makes the bundle that Nx names in NHAT_BUNDLE, in this process. */
export async function main(): Promise<void> {
  const record = process.env['NHAT_BUNDLE'];
  if (record === undefined) throw userError('NHAT_BUNDLE', 'not set', { expected: 'a bundle' });
  process.stdout.write(`${await makeBundle(process.cwd(), bundleRecord(record))}\n`);
}
