import { count } from '@nhat/documents';
import { failureText, happenedTable, scheduleCounts } from '@nhat/faults';
import { simulateSlurm, simulateStore } from '@nhat/faults';
import type { SimulationCounts, SimulationKind } from '@nhat/faults';

/** Drivers on a simulated disk, and on a simulated cluster. They need no workspace. */
const SIMULATIONS = { simulation: simulateStore, slurm: simulateSlurm };
export const SIMULATION_KINDS = Object.keys(SIMULATIONS) as readonly SimulationKind[];
export const isSimulation = (name: string): name is SimulationKind =>
  Object.hasOwn(SIMULATIONS, name);

/** Schedules of each kind unless another number is asked for. */
export const SCHEDULES = 10_000;
/** Operations of a failed schedule that are printed: of one among many, and of one that is repeated alone. */
const TRACE_LINES = { ofMany: 40, alone: 120 };

/** The schedules of a kind, by their seeds. */
export interface PlannedSchedules {
  kind: SimulationKind;
  from: number;
  seeds: number;
}

export async function runSimulations(
  planned: readonly PlannedSchedules[],
  say: (text: string) => void,
): Promise<SimulationCounts[]> {
  const all: SimulationCounts[] = [];
  for (const { kind, from, seeds } of planned) {
    say(`faults: ${kind}, ${count(seeds)} schedules\n`);
    const onSchedule = (done: number) => {
      if (done % 1000 === 0) say(`faults: ${kind}, ${count(done)} schedules\n`);
    };
    const traceLines = seeds === 1 ? TRACE_LINES.alone : TRACE_LINES.ofMany;
    all.push(await SIMULATIONS[kind]({ from, seeds, traceLines, onSchedule }));
  }
  return all;
}

/** How the schedules ended, what happened in them, and each that broke a rule. */
export const simulationText = (all: readonly SimulationCounts[]): string =>
  all
    .map((counts) => {
      const failures = counts.failures.map((failure) => `\n${failureText(failure)}\n`);
      return `\n${scheduleCounts(counts)}\n${happenedTable(counts)}\n${failures.join('')}`;
    })
    .join('');
