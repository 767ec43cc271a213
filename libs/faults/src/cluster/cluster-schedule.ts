import type { Fate } from '@nhat/slurm/simulation/simulated-task';
import type { Draw } from '../simulation/draw';

/** Faults of tasks, with what happens to a task. */
const FATES_OF = {
  'late files': ['late'],
  'no status': ['unnoted', 'crash after'],
  requeue: ['near limit', 'displaced', 'rebooted'],
  preemption: ['preempted'],
  'time limit': ['time limit'],
  memory: ['memory', 'memory of node', 'unseen'],
  'node failure': ['machine', 'unlaunched'],
  cancelled: ['cancelled'],
  'own error': ['error'],
  'torn result': ['torn', 'vanishes'],
} as const satisfies Record<string, readonly Fate[]>;

/** Faults of drivers, of Slurm's programs and of files. */
const OTHERS = [
  ...['crash', 'two drivers', 'lost answer', 'no submission', 'silent queue', 'old queue'],
  ...['slow programs', 'torn intent', 'full disk', 'clock'],
] as const;

export type ClusterFault =
  | keyof typeof FATES_OF
  | ('crash' | 'two drivers' | 'lost answer' | 'no submission' | 'silent queue' | 'old queue')
  | ('slow programs' | 'torn intent' | 'full disk' | 'clock');

const CLUSTER_FAULTS = [...Object.keys(FATES_OF), ...OTHERS] as readonly ClusterFault[];

/** Faults of which a node may end without a result; after all others each node must get its own. */
const FATAL: readonly ClusterFault[] = [
  ...(['preemption', 'time limit', 'memory', 'node failure', 'cancelled'] as const),
  ...(['own error', 'torn result'] as const),
];

/** The setting of one simulated run on a cluster. */
export interface ClusterSchedule {
  faults: ReadonlySet<ClusterFault>;
  /** What happens to tasks that something happens to, and with which probability. */
  fates: readonly Fate[];
  rate: number;
  /** Whether a node may fail. */
  mayFail: boolean;
  nodes: number;
  hasAccounts: boolean;
  /** As in nhat-cluster.json. */
  options: { tasks?: number; minutesPerTask?: number };
}

/** Draws a setting. A tenth has no faults at all, and each fault is alone in some. */
export function drawClusterSchedule(draw: Draw): ClusterSchedule {
  const kind = draw.next();
  const faults = new Set(
    kind < 0.1
      ? []
      : kind < 0.5
        ? [draw.pick(CLUSTER_FAULTS)]
        : CLUSTER_FAULTS.filter(() => draw.happens(0.25)),
  );
  return {
    faults,
    fates: [...faults].flatMap((fault): readonly Fate[] =>
      Object.hasOwn(FATES_OF, fault) ? FATES_OF[fault as keyof typeof FATES_OF] : [],
    ),
    rate: draw.pick([0.1, 0.3, 0.8]),
    mayFail: FATAL.some((fault) => faults.has(fault)),
    nodes: 1 + draw.below(8),
    hasAccounts: draw.happens(0.5),
    options: {
      ...(draw.happens(0.3) && { tasks: 1 + draw.below(4) }),
      ...(draw.happens(0.4) && { minutesPerTask: 5 }),
    },
  };
}
