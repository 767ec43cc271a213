import { nodeReporter } from '@nhat/live';
import type { NodeReporter } from '@nhat/live';
import { hostLabel } from './host-label';
import type { NodeRecord } from './node-record';
import type { Progress } from './stage';

/** The progress of a node in its log and, for the view of a run, on the disk. */
export function liveProgress<Log extends Progress>(
  root: string,
  { name, stage }: NodeRecord,
  log: Log,
): { progress: Log; live: NodeReporter } {
  const live = nodeReporter({ root, node: name, stage, host: hostLabel(process.env) });
  const step: Progress['step'] = (...report) => {
    log.step(...report);
    live.step(...report);
  };
  return { progress: { ...log, step }, live };
}
