import { openStore } from '@nhat/store';
import { failureText } from './failure-text';
import { ownNodeRecord } from './node-record';
import { progressDisplay } from './progress-display';
import { runNode } from './run-node';

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Runs the node that Nx names in NHAT_NODE. */
export async function main(): Promise<void> {
  const root = process.cwd();
  const node = ownNodeRecord(root, process.env);
  const progress = progressDisplay(node.name, process.stdout, () => performance.now());
  const releases: (() => void)[] = [];
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      releases.forEach((release) => release());
      progress.note('stopped; run it again to continue from the last checkpoint');
      process.exit(128 + number);
    });
  }
  try {
    const store = openStore(root);
    await runNode(node, { root, store, progress, onStop: (release) => releases.push(release) });
  } catch (error) {
    progress.close();
    process.stderr.write(`${failureText(node.name, error)}\n`);
    process.exit(1);
  }
  // Engines and worker pools may keep the process alive although the result is published.
  process.exit(0);
}
