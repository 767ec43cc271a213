import { openStore } from '@nhat/store';
import { clusterOf, runOnCluster } from './cluster-node';
import { failureText } from './failure-text';
import { liveProgress } from './live-progress';
import { ownNodeDigest, ownNodeRecord } from './node-record';
import { progressDisplay } from './progress-display';

/** Runs the node that NHAT_NODE names on the cluster, and ends as it does. A signal ends only this process. */
export async function main(): Promise<void> {
  const root = process.cwd();
  const node = ownNodeRecord(root, process.env);
  const progress = progressDisplay(node.name, process.stdout, () => performance.now());
  const releases: (() => void)[] = [];
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.on(signal, () => {
      releases.forEach((release) => release());
      process.exit(128 + number);
    });
  }
  try {
    const store = openStore(root);
    const { progress: reported, live } = liveProgress(root, node, progress);
    const context = {
      ...{ root, store, live, progress: reported },
      onStop: (release: () => void) => releases.push(release),
    };
    const digest = ownNodeDigest(process.env);
    const print = (text: string) => void process.stdout.write(text);
    const { status, message } = await runOnCluster(
      ...([node, digest, context, clusterOf(root, process.env)!, print] as const),
    );
    process.stderr.write(message);
    process.exit(status);
  } catch (error) {
    process.stderr.write(`${failureText(node.name, error)}\n`);
    process.exit(1);
  }
}
