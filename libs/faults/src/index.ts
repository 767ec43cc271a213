export { failureText, scheduleCounts, simulateStore } from './simulation/simulate-store';
export type { FailedSchedule, ScheduleRange, SimulationCounts } from './simulation/simulate-store';
