import { openStore } from '@nhat/store';
import { failureText } from './failure-text';
import { liveProgress } from './live-progress';
import { ownNodeRecord } from './node-record';
import { progressDisplay } from './progress-display';
import { runNode } from './run-node';
import { WHOLE } from './whole';

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

const printLine = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs the node that Nx names in NHAT_NODE. In a run of Nx the worker, which each node asks first, has said what is wrong with packs.
 */
export async function main(): Promise<void> {
  const root = process.cwd();
  const node = ownNodeRecord(root, process.env);
  const whole = process.env[WHOLE] === '1';
  delete process.env[WHOLE]; // What this process starts may have another reason.
  const inRunOfNx = process.env['NX_INVOCATION_ROOT_PID'] !== undefined;
  const log = progressDisplay(node.name, process.stdout, () => performance.now());
  const { progress, live } = liveProgress(root, node, log);
  const releases: (() => void)[] = [];
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      releases.forEach((release) => release());
      live.end();
      progress.note('stopped; run it again to continue from the last checkpoint');
      process.exit(128 + number);
    });
  }
  try {
    const store = openStore(root, process.env, printLine, inRunOfNx ? () => undefined : printLine);
    const onStop = (release: () => void) => releases.push(release);
    await runNode(node, { root, store, progress, live, onStop, whole });
  } catch (error) {
    progress.close();
    const text = failureText(node.name, error);
    live.fail(text);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  }
  // Engines and worker pools may keep the process alive although the result is published.
  process.exit(0);
}
