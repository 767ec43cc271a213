import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stream } from '@nhat/random';
import type { FaultKind, TrialContext, TrialResult } from './fault-kind';
import { unclassed } from './file-classes';
import { referenceOf } from './judge';
import type { Reference } from './judge';
import { TRIAL_PIPELINE } from './trial-documents';
import { killGroup } from './processes';
import { WRITTEN } from './trial-workspace';
import type { TrialWorkspace } from './trial-workspace';
import { filesBelow } from './written-files';

/** A workspace whose states faults are tried on, and what an undisturbed run leaves there. */
export interface PreparedTrials {
  root: string;
  workspace: TrialWorkspace;
  reference: Reference;
}

/**
 * Runs the pipeline undisturbed and keeps the states `finished`, `cold` (nothing computed), `interrupted` (killed within a training) and
 * `packed` (nothing but a pack of the results). Throws where a run fails.
 */
export async function prepareTrials(
  root: string,
  workspace: TrialWorkspace,
): Promise<PreparedTrials> {
  const first = await workspace.run();
  if (first.status !== 0)
    throw new Error(`the undisturbed run failed:\n${first.stdout}${first.stderr}`);
  // Compiled code is kept by the second run.
  const run = await workspace.run();
  const reference = referenceOf(workspace, run);
  workspace.keep('finished');
  const packed = await workspace.run({ words: ['pack', TRIAL_PIPELINE] });
  if (packed.status !== 0) throw new Error(`nx pack failed:\n${packed.stdout}${packed.stderr}`);
  forget(workspace);
  workspace.keep('packed');
  workspace.remove('published');
  workspace.keep('cold');
  await interrupted(workspace);
  workspace.keep('interrupted');
  return { root, workspace, reference };
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
  killGroup(started.pid);
  await started.ended;
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
