// Every launcher, a line each; the bash client of the worker starts all others by launch-main.ts.
export { ownProcess } from './own-process';
export { worker } from './worker';
