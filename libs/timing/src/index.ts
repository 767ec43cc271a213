export { expectedSeconds, speedsOf } from './expected-time';
export type { Seconds, Speeds, Timing } from './expected-time';
export { pastNodes, timingOf } from './past-nodes';
export type { PastNode } from './past-nodes';
export { timeLeft } from './time-left';
export type { Remaining, TimedNode } from './time-left';
export { workloadOf } from './workload';
export type { Likeness, TimedStage, Workload } from './workload';
