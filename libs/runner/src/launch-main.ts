import { launcherOf } from './launcher-of';
import { ownNodeDigest } from './node-record';
import { statusOf } from './run-process';

/** Runs the node that NHAT_NODE names by the launcher that NHAT_EXECUTOR names. Returns its exit status. */
export async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort());
  }
  const record = ownNodeDigest(process.env);
  const context = { root: process.cwd(), stop: stop.signal };
  return statusOf(await launcherOf(process.env).start(record, context));
}
