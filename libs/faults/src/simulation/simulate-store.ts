import { runSchedule } from './run-schedule';
import type { Plant } from './run-schedule';
import { runSchedules } from './run-schedules';
import type { ScheduleRange, SimulationCounts } from './run-schedules';
import { RULES } from './watch-results';
import type { Rule } from './watch-results';

/**
 * Runs seeded schedules of drivers that share a store, on a simulated disk with simulated processes: crashes, power cuts, pauses, jumping
 * clocks, a full disk, late listings, nodes started twice, flipped bits and lost answers. The locks, the store and what decides
 * who computes are the real code.
 */
export const simulateStore = (range: ScheduleRange<Plant>): Promise<SimulationCounts<Rule>> =>
  runSchedules('simulation', RULES, range, async (seed) => {
    const { violations, steps, schedule, trace } = await runSchedule(seed, range.plant);
    return {
      ...{ violations, trace },
      setting: { ...schedule, faults: [...schedule.faults] },
      happened: [['operations on files, waits and requests', steps]],
    };
  });
