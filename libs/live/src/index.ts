export { duration, roughly } from './duration';
export { frame, nodeLine, runLine, splitByWaiting } from './frame';
export type { RunCounts } from './frame';
export {
  clearEnded,
  isAlive,
  readNodeStates,
  readRunStates,
  readSilences,
  removeNodeState,
  takeAnswers,
  thisProcess,
  writeAnswer,
  writeRunState,
  writeSilence,
} from './live-folder';
export type { Answer, NodeState, Owner, RunState, Silence } from './live-folder';
export { makespan } from './makespan';
export { nodeReporter } from './node-reporter';
export type { NodeReporter } from './node-reporter';
export { rateMeter } from './rate';
export { alsoFailed, sameFailures } from './same-failures';
