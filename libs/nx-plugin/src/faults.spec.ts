import { join } from 'node:path';
import { faultKinds, prepareTrials, tryFault, TrialWorkspace } from '@nhat/faults/trials';
import type { FaultKindName, PreparedTrials } from '@nhat/faults/trials';
import { unclassed } from '@nhat/faults/trials/file-classes';
import { judge } from '@nhat/faults/trials/judge';
import { storedResults } from '@nhat/faults/trials/results';
import { WRITTEN } from '@nhat/faults/trials/trial-workspace';
import { filesBelow } from '@nhat/faults/trials/written-files';
import { blobStages } from './testing/blob-stages';
import { takeTools } from './testing/shared-tools';

const root = join(__dirname, '../../..');

/** Trainings that take no time and leave files, with the scores that a report reads; their losses are no series that it could read. */
const timeless = (stage: string): [string, string] => {
  const file = `libs/stages/src/${stage}.ts`;
  const scores = 'scores: { method: config.method.name, loss: 0.5, accuracy: 0.9 }';
  const code = blobStages[file]!.replace('{ weights, losses }', '{ weights, other: losses }');
  return [file, code.replace('scores: { loss: 0.5 }', scores)];
};
const trainings = Object.fromEntries(['pretrain', 'supervised'].map(timeless));

/** A few trials of `npx nx faults`, which makes hundreds; all share one undisturbed run. */
describe('in a finished workspace', () => {
  let prepared: PreparedTrials;
  let workspace: TrialWorkspace;
  beforeAll(async () => {
    workspace = new TrialWorkspace(root, trainings);
    takeTools(root, workspace.folder);
    prepared = await prepareTrials(root, workspace, { isShort: true });
  });
  afterAll(() => workspace.dispose());

  it('every file belongs to a class', async () => {
    await workspace.restore('finished');
    const files = filesBelow(workspace.folder, WRITTEN);
    expect(files.length).toBeGreaterThan(80);
    expect(unclassed(files)).toEqual([]);
    expect(unclassed(['.nhat/new-kind.json'])).toEqual(['.nhat/new-kind.json']);
    expect(unclassed([`.nhat/unsent/${'0a'.repeat(32)}`])).toEqual([]);
  });

  it.each<[FaultKindName, number, string]>([
    ['folder', 15, 'tool code'],
    ['kill', 0, 'kill of all'],
    ['disk', 5, 'file limit'],
    ['read-only', 6, '.nhat'],
    ['read-only', 8, 'artifacts'],
  ])('the fault %s %i (%s) makes no failure', async (name, trial, row) => {
    const fault = faultKinds[name];
    const result = await tryFault(prepared, { name, fault }, { seed: 1, trial });
    // Elsewhere processes and limits cannot be found or set, and root may have no right to mount.
    if (result === undefined && (process.platform !== 'linux' || fault.untried?.())) return;
    expect(result?.row).toBe(row);
    const { outcome, why } = result!;
    expect([outcome, why]).toEqual([expect.stringMatching(/^(right|said)$/), why]);
  });

  it('another answer is judged as wrong', async () => {
    await workspace.restore('finished');
    const { reference } = prepared;
    const run = {
      status: 0,
      stdout: reference.printed.join('\n'),
      stderr: '',
      computed: [] as string[],
      isLate: false,
    };
    const before = storedResults(workspace.folder);
    const judged = (changes: Partial<typeof run>) =>
      judge({ workspace, reference, before, run: { ...run, ...changes } });
    expect(await judged({})).toEqual({ outcome: 'right', lines: 0 });
    expect((await judged({ stdout: 'U 3.15' })).outcome).toBe('wrong');
    expect((await judged({ stderr: '    at main (x.ts:1:1)' })).outcome).toBe('stack');
    expect((await judged({ stderr: 'ENOENT: no such file or directory' })).outcome).toBe('stack');
    expect((await judged({ isLate: true })).outcome).toBe('blocked');
    expect((await judged({ computed: [...before.whole.keys()] })).outcome).toBe('lost');
    workspace.write('reports/study/utility.json', '[]');
    expect((await judged({})).outcome).toBe('wrong');
  });
});
