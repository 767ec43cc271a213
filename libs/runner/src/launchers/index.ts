// Every launcher, one line each. The bash client of the worker starts all other launchers by launch-main.ts.
export { ownProcess } from './own-process';
export { slurm } from './slurm';
export { worker } from './worker';
