import { openStore } from '@nhat/store';
import { readNodeRecord } from '../node-record';
import { runNode } from '../run-node';

/** How many nodes a driver runs at a time. */
const PARALLEL = 4;

/** Runs the nodes with these records in this workspace, as a driver that waits for no other one. Its claims are released when it is stopped. */
export async function main(records: string[]): Promise<void> {
  const root = process.cwd();
  const store = openStore(root);
  const waiting = [...records];
  const work = async (): Promise<void> => {
    for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
      const progress = { step: () => undefined, note: () => undefined };
      const onStop = () => undefined;
      await runNode(readNodeRecord(root, record), { root, store, progress, onStop });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  process.exit(0);
}
