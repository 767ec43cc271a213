import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stream } from '@nhat/random';
import type { FaultKind, TrialContext, TrialResult } from './fault-kind';
import { unclassed } from './file-classes';
import { referenceOf } from './judge';
import type { Reference } from './judge';
import { TRIAL_PIPELINE } from './trial-documents';
import { endOfProcesses, killAllIn } from './processes';
import { WRITTEN } from './trial-workspace';
import type { TrialRun, TrialWorkspace } from './trial-workspace';
import { filesBelow } from './written-files';

/** A workspace whose states faults are tried on, and what an undisturbed run leaves there. */
export interface PreparedTrials {
  root: string;
  workspace: TrialWorkspace;
  reference: Reference;
}

/**
 * Runs the pipeline undisturbed and keeps the states `finished` and `cold` (nothing computed), and unless `isShort` also `interrupted`
 * (killed within a training) and `packed` (nothing but a pack of the results). Throws where a run fails.
 */
export async function prepareTrials(
  root: string,
  workspace: TrialWorkspace,
  { isShort = false } = {},
): Promise<PreparedTrials> {
  const first = await succeeding(workspace);
  // Compiled code is kept by the second run.
  const run = isShort ? first : await succeeding(workspace);
  const reference = referenceOf(workspace, run);
  workspace.keep('finished');
  if (!isShort) await succeeding(workspace, ['pack', TRIAL_PIPELINE]);
  forget(workspace);
  if (!isShort) workspace.keep('packed');
  workspace.remove('published');
  workspace.keep('cold');
  if (!isShort) {
    await interrupted(workspace);
    workspace.keep('interrupted');
  }
  return { root, workspace, reference };
}

async function succeeding(workspace: TrialWorkspace, words?: readonly string[]): Promise<TrialRun> {
  const run = await workspace.run(words && { words });
  if (run.status === 0) return run;
  throw new Error(`the undisturbed run failed:\n${run.stdout}${run.stderr}`);
}

/** Leaves what a clone has in which commands were compiled and nothing ran. */
function forget(workspace: TrialWorkspace): void {
  const kept = ['tools', 'graph', 'nodes', 'node-names'];
  const gone = filesBelow(workspace.folder, ['.nhat']).filter(
    (file) => !kept.includes(file.split('/')[1]!),
  );
  workspace.remove('.nx', 'artifacts', 'reports', '.nhat/store', ...gone);
}

/** Kills a run when a training has a checkpoint. */
async function interrupted(workspace: TrialWorkspace): Promise<void> {
  const started = workspace.start();
  const isTraining = () =>
    filesBelow(workspace.folder, ['.nhat/work']).some((file) => file.endsWith('/checkpoint'));
  while (started.runs() && !isTraining()) await sleep(5);
  killAllIn(workspace.folder);
  await started.ended;
  await endOfProcesses(workspace.folder);
  if (!isTraining()) throw new Error('no training left a checkpoint');
}

/** A trial of a kind by its number: the same seed and number do the same. */
export async function tryFault(
  { root, workspace, reference }: PreparedTrials,
  kind: { name: string; fault: FaultKind },
  at: { seed: number; trial: number },
): Promise<TrialResult | undefined> {
  const random = stream(at.seed).fork(kind.name, at.trial);
  const context: TrialContext = { root, workspace, reference, random, trial: at.trial };
  const result = await kind.fault.run(context);
  const [unknown] = existsSync(workspace.folder)
    ? unclassed(filesBelow(workspace.folder, WRITTEN))
    : [];
  if (unknown === undefined || result === undefined) return result;
  return {
    ...result,
    outcome: 'wrong',
    why: `a file of no class, see file-classes.ts: ${unknown}`,
  };
}
