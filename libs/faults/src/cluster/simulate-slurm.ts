import { runSchedules } from '../simulation/run-schedules';
import type { ScheduleRange, SimulationCounts } from '../simulation/run-schedules';
import { runClusterSchedule } from './cluster-run';
import type { ClusterPlant } from './cluster-run';
import { CLUSTER_RULES } from './watch-cluster';
import type { ClusterRule } from './watch-cluster';

/**
 * Runs seeded schedules of drivers on a simulated Slurm: drivers are killed at every step, programs answer late, wrongly or not at all, and tasks
 * end in every way. The driver is the real code.
 */
export const simulateSlurm = (
  range: ScheduleRange<ClusterPlant>,
): Promise<SimulationCounts<ClusterRule>> =>
  runSchedules('slurm', CLUSTER_RULES, range, async (seed) => {
    const { violations, happened, schedule, trace } = await runClusterSchedule(seed, range.plant);
    return {
      ...{ violations, happened },
      setting: { ...schedule, faults: [...schedule.faults] },
      trace: (lines) => trace.slice(-lines).join('\n'),
    };
  });
