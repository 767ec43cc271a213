import { count } from '@nhat/documents/count';

/** What is simulated, as `npx nx faults --kinds` names it. */
export type SimulationKind = 'simulation' | 'slurm';

const TITLES: Record<SimulationKind, string> = {
  simulation: 'of a shared store',
  slurm: 'of a cluster',
};

/** Which schedules to run. */
export interface ScheduleRange<Plant> {
  /** How many seeds. */
  seeds: number;
  /** The first of them. */
  from?: number;
  /** Ends early after so many failures. */
  mostFailures?: number;
  /** Most lines of the trace of a failure. */
  traceLines?: number;
  /** Changes what the program sees, to plant a fault that the simulation must find. */
  plant?: Plant;
  /** Called after each schedule with how many there were. */
  onSchedule?(count: number): void;
}

/** A schedule that ran. */
export interface ScheduleRun<Rule extends string> {
  violations: readonly { rule: Rule; what: string }[];
  /** What was drawn for the schedule. */
  setting: unknown;
  /** How often things happened in it. */
  happened: Iterable<readonly [what: string, count: number]>;
  /** The last operations, one a line. */
  trace(lines: number): string;
}

/** A schedule in which a rule was broken. */
export interface FailedSchedule {
  kind: SimulationKind;
  seed: number;
  /** What was broken, a line each. */
  what: string[];
  /** The faults and the numbers of the schedule. */
  setting: string;
  /** Its last operations, one a line. */
  trace: string;
}

export interface SimulationCounts<Rule extends string = string> {
  kind: SimulationKind;
  schedules: number;
  /** How often things happened in all schedules. */
  happened: Record<string, number>;
  /** Schedules in which the rule was broken, by rule. */
  broken: Record<Rule, number>;
  failures: FailedSchedule[];
}

/** Runs the schedules of a range, and counts what happened and which rules were broken. */
export async function runSchedules<Rule extends string>(
  kind: SimulationKind,
  rules: readonly Rule[],
  { seeds, from = 0, mostFailures = 20, traceLines = 120, onSchedule }: ScheduleRange<unknown>,
  run: (seed: number) => Promise<ScheduleRun<Rule>>,
): Promise<SimulationCounts<Rule>> {
  const broken = Object.fromEntries(rules.map((rule) => [rule, 0])) as Record<Rule, number>;
  const counts: SimulationCounts<Rule> = {
    ...{ kind, schedules: 0, happened: {}, broken, failures: [] },
  };
  for (let seed = from; seed < from + seeds; seed++) {
    const { violations, setting, happened, trace } = await run(seed);
    counts.schedules++;
    for (const [what, times] of happened) {
      counts.happened[what] = (counts.happened[what] ?? 0) + times;
    }
    onSchedule?.(counts.schedules);
    if (violations.length === 0) continue;
    for (const rule of new Set(violations.map((violation) => violation.rule))) broken[rule]++;
    counts.failures.push({
      ...{ kind, seed, setting: JSON.stringify(setting), trace: trace(traceLines) },
      what: violations.map(({ rule, what }) => `${rule}: ${what}`),
    });
    if (counts.failures.length >= mostFailures) break;
  }
  return counts;
}

/** `10,000 schedules of a shared store: 0 wrong, 0 lost, 0 blocked, …`. */
export function scheduleCounts({ kind, schedules, broken }: SimulationCounts): string {
  const parts = Object.entries(broken).map(([rule, times]) => `${times} ${rule}`);
  return `${count(schedules)} schedules ${TITLES[kind]}: ${parts.join(', ')}`;
}

/** How often each thing happened in the schedules, most often first, a line each. */
export const happenedTable = ({ happened }: SimulationCounts): string =>
  Object.entries(happened)
    .sort(([, one], [, other]) => other - one)
    .map(([what, times]) => `${count(times).padStart(13)}  ${what}`)
    .join('\n');

/** What was broken in a schedule: first the command that repeats it, last its operations. */
export const failureText = ({ kind, seed, what, setting, trace }: FailedSchedule): string =>
  [`npx nx faults --seed=1:${kind}:${seed}`, ...what, setting, trace].join('\n');
