import { runSchedule } from './run-schedule';
import type { Plant } from './run-schedule';
import type { Rule } from './watch-results';

/** Which schedules to run. */
export interface ScheduleRange {
  /** How many seeds. */
  seeds: number;
  /** The first of them. */
  from?: number;
  /** Ends early after so many failures. */
  mostFailures?: number;
  /** Most lines of the trace of a failure. */
  traceLines?: number;
  /** Changes the backend of a folder, to plant a fault that the simulation must find. */
  plant?: Plant;
  /** Called after each schedule with how many there were. */
  onSchedule?(count: number): void;
}

/** A schedule in which a rule was broken. */
export interface FailedSchedule {
  seed: number;
  /** What was broken, a line each. */
  what: string[];
  /** The store, the faults and the numbers of the schedule. */
  setting: string;
  /** Its last operations, one a line. */
  trace: string;
}

export interface SimulationCounts {
  schedules: number;
  /** Operations on files, waits and requests of all schedules. */
  operations: number;
  /** Schedules in which the rule was broken, by rule. */
  broken: Record<Rule, number>;
  failures: FailedSchedule[];
}

/**
 * Runs seeded schedules of drivers that share a store, on a simulated disk with simulated processes: crashes, power cuts, pauses, jumping
 * clocks, a full disk, late listings, nodes started twice, flipped bits and lost answers. The locks, the store and what decides
 * who computes are the real code.
 */
export async function simulateStore({
  seeds,
  from = 0,
  mostFailures = 20,
  traceLines = 120,
  plant,
  onSchedule,
}: ScheduleRange): Promise<SimulationCounts> {
  const broken = {
    ...{ wrong: 0, lost: 0, blocked: 0 },
    ...{ 'computed twice': 0, 'claim broken': 0, 'left over': 0 },
  };
  const counts: SimulationCounts = { schedules: 0, operations: 0, broken, failures: [] };
  for (let seed = from; seed < from + seeds; seed++) {
    const { violations, steps, schedule, trace } = await runSchedule(seed, plant);
    counts.schedules++;
    counts.operations += steps;
    onSchedule?.(counts.schedules);
    if (violations.length === 0) continue;
    for (const rule of new Set(violations.map((violation) => violation.rule))) broken[rule]++;
    counts.failures.push({
      seed,
      what: violations.map(({ rule, what }) => `${rule}: ${what}`),
      setting: JSON.stringify({ ...schedule, faults: [...schedule.faults] }),
      trace: trace(traceLines),
    });
    if (counts.failures.length >= mostFailures) break;
  }
  return counts;
}

/** `10,000 schedules: 0 wrong, 0 lost, 0 blocked, …`. */
export function scheduleCounts({ schedules, broken }: SimulationCounts): string {
  const parts = Object.entries(broken).map(([rule, count]) => `${count} ${rule}`);
  return `${schedules.toLocaleString('en')} schedules: ${parts.join(', ')}`;
}

/** What was broken in a schedule: first the command that repeats it, last its operations. */
export const failureText = ({ seed, what, setting, trace }: FailedSchedule): string =>
  [`npx nx faults --seed=1:simulation:${seed}`, ...what, setting, trace].join('\n');
