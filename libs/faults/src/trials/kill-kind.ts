import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind, TrialContext } from './fault-kind';
import { judge } from './judge';
import { canFindProcesses, endOfProcesses, killAllIn, killProcess, processesIn } from './processes';
import { storedResults } from './results';
import type { StartedRun } from './trial-workspace';
import { filesBelow } from './written-files';

/** What a kill ends. */
const TARGETS = ['all', 'Nx alone', 'a child'] as const;

/** Where files that appear during a run are counted. */
const WATCHED = ['.nhat', '.nx', 'artifacts', 'reports'];
/** A cold run writes about so many files. */
const FILES = 150;

/** kill -9 of a run at the moment when a number of files has appeared, then the usual command. */
export const killKind: FaultKind = {
  trials: 200,
  untried: () =>
    canFindProcesses() ? undefined : 'any kill, because this system has no /proc to find processes',
  run: async (context) => {
    if (!canFindProcesses()) return undefined;
    const { workspace, random, reference, trial } = context;
    const target = TARGETS[trial % TARGETS.length]!;
    await workspace.restore('cold');
    const count = 1 + random.integer(FILES);
    const fault = `kill ${target} after ${count} new files`;
    const killed = await killedAfter(context, target, count);
    const [half] = storedResults(workspace.folder).half;
    const row = `kill of ${target}`;
    if (half !== undefined) {
      return {
        row,
        fault,
        outcome: 'wrong',
        lines: 0,
        why: `published without its files: ${half}`,
      };
    }
    const before = storedResults(workspace.folder);
    const run = await workspace.run();
    const judgement = await judge({ workspace, reference, before, run });
    await killed.ended;
    return { row, fault, ...judgement };
  },
};

/** Where only Nx ended, its nodes may go on, and the next run has to cope with them. */
async function killedAfter(
  { workspace, random }: TrialContext,
  target: (typeof TARGETS)[number],
  count: number,
): Promise<StartedRun> {
  const files = () => filesBelow(workspace.folder, WATCHED);
  const seen = new Set(files());
  const start = seen.size;
  const started = workspace.start();
  while (started.runs() && seen.size - start < count) {
    files().forEach((file) => seen.add(file));
    await sleep(30);
  }
  const others = processesIn(workspace.folder).filter((pid) => pid !== started.pid);
  if (target === 'all') killAllIn(workspace.folder);
  else if (target === 'Nx alone' || others.length === 0) killProcess(started.pid);
  else killProcess(random.pick(others));
  if (target === 'Nx alone') return started;
  await started.ended;
  await endOfProcesses(workspace.folder);
  return started;
}
