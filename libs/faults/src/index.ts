export { simulateSlurm } from './cluster/simulate-slurm';
export { failureText, happenedTable, scheduleCounts } from './simulation/run-schedules';
export type { FailedSchedule, ScheduleRange, SimulationCounts } from './simulation/run-schedules';
export type { SimulationKind } from './simulation/run-schedules';
export { simulateStore } from './simulation/simulate-store';
