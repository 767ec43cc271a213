import type { ClusterOptions, Resources } from './options';
import { resourcesOf } from './resources';
import type { StageUse } from './resources';
import type { Tracked } from './tracked';

/** Most tasks of one array; the default limit of Slurm is 1,001. */
const MOST_OF_ARRAY = 1000;

/** Tasks that are submitted together, because they get the same resources. */
export interface WaitingArray {
  resources: Resources;
  /** For each task the nodes that it runs, one after the other. */
  shares: Tracked[][];
}

/** The arrays in which nodes are submitted. `used` says what results of a stage took. */
export function arraysOf(
  waiting: readonly Tracked[],
  options: ClusterOptions,
  used: (stage: string) => StageUse | undefined,
): WaitingArray[] {
  const groups = new Map<string, { resources: Resources; members: Tracked[] }>();
  for (const tracked of waiting) {
    const { stage } = tracked.node;
    const stated = resourcesOf(stage, options, used(stage));
    const resources = { ...stated, memoryMb: stated.memoryMb * tracked.memoryFactor };
    const key = JSON.stringify(resources);
    const group = groups.get(key) ?? { resources, members: [] };
    if (group.members.length === 0) groups.set(key, group);
    group.members.push(tracked);
  }
  return [...groups.values()].flatMap(({ resources, members }) => {
    const shares = sharesOf(members, options, used);
    const count = Math.ceil(shares.length / MOST_OF_ARRAY);
    return Array.from({ length: count }, (_, i) => ({
      resources,
      shares: shares.slice(i * MOST_OF_ARRAY, (i + 1) * MOST_OF_ARRAY),
    }));
  });
}

/** Nodes that together are expected to take less than `minutesPerTask` go into one task. */
function sharesOf(
  members: readonly Tracked[],
  { minutesPerTask = 0 }: ClusterOptions,
  used: (stage: string) => StageUse | undefined,
): Tracked[][] {
  const limit = minutesPerTask * 60;
  const tasks: Tracked[][] = [];
  let left = 0;
  for (const tracked of members) {
    const seconds = used(tracked.node.stage)?.seconds ?? Infinity;
    if (seconds > left) {
      tasks.push([]);
      left = limit;
    }
    tasks.at(-1)!.push(tracked);
    left -= seconds;
  }
  return tasks;
}
