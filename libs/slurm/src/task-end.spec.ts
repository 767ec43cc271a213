import { failureOf } from './task-end';
import type { FailureKind, OverTask } from './task-end';

/** What Slurm 22 to 24 write into the log of a task. */
const LOGS = {
  none: '',
  overMemory: `slurmstepd-n1: error: StepId=1.batch exceeded memory limit (388104192 > 125829120), being killed
slurmstepd-n1: error: Exceeded job memory limit
slurmstepd-n1: error: *** JOB 1 ON n1 CANCELLED AT 2026-01-01T12:00:00 ***
`,
  jobLimit: 'slurmstepd: error: Exceeded job memory limit\n',
  killed: 'slurmstepd: error: Detected 1 oom_kill event in StepId=1.batch.\n',
  cancelled: 'slurmstepd: error: *** JOB 1 ON n1 CANCELLED AT 2026-01-01T12:00:00 ***\n',
};

const ended = (text: string, status?: number): Pick<OverTask, 'status' | 'task'> => {
  const [state, reason] = text.split(', ');
  return { status, task: state === '' ? undefined : { state: state!, reason: reason ?? 'None' } };
};

describe('why a task has no result', () => {
  it.each<[string, keyof typeof LOGS, FailureKind]>([
    ['FAILED, JobLaunchFailure', 'overMemory', 'memory'],
    ['FAILED, JobLaunchFailure', 'jobLimit', 'memory'],
    ['FAILED, RaisedSignal:53', 'overMemory', 'memory'],
    ['FAILED, NonZeroExitCode', 'overMemory', 'memory'],
    ['FAILED, NonZeroExitCode', 'killed', 'memory'],
    ['CANCELLED', 'overMemory', 'memory'],
    ['OUT_OF_MEMORY', 'none', 'memory'],
    ['', 'overMemory', 'memory'],
    ['FAILED, JobLaunchFailure', 'none', 'machine'],
    ['NODE_FAIL', 'overMemory', 'machine'],
    ['CANCELLED by 1000', 'cancelled', 'cancelled'],
    ['CANCELLED', 'killed', 'cancelled'],
    ['TIMEOUT', 'overMemory', 'time'],
    ['FAILED, NonZeroExitCode', 'none', 'own error'],
    ['', 'none', 'lost'],
  ])('with the state "%s" and the log "%s" is: %s', (text, log, kind) => {
    expect(failureOf({ ...ended(text), slurmLog: LOGS[log] }).kind).toBe(kind);
  });

  it('is memory for a node that a signal ended beside such a log, and what the node says otherwise', () => {
    const kindOf = (status: number, slurmLog: string) =>
      failureOf({ ...ended('COMPLETED', status), slurmLog }).kind;
    expect(kindOf(137, LOGS.killed)).toBe('memory');
    expect(kindOf(1, LOGS.killed)).toBe('own error');
    expect(kindOf(137, LOGS.none)).toBe('own error');
  });

  it('does not name a failure of the machine for a task that used too much memory', () => {
    const over = { ...ended('FAILED, JobLaunchFailure'), slurmLog: LOGS.overMemory };
    expect(failureOf(over).detail).toBe('FAILED');
  });
});
