import { join } from 'node:path';
import { faultKinds, prepareTrials, tryFault, TrialWorkspace } from '@nhat/faults/trials';
import type { FaultKindName, PreparedTrials } from '@nhat/faults/trials';

const root = join(__dirname, '../../..');

/** A few trials of `npx nx faults`, which makes hundreds; all share one undisturbed run. */
describe('a run of a pipeline', () => {
  const workspace = new TrialWorkspace(root);
  let prepared: PreparedTrials;
  beforeAll(async () => (prepared = await prepareTrials(root, workspace)));
  afterAll(() => workspace.dispose());

  it.each<[FaultKindName, number, string]>([
    ['kill', 0, 'kill of all'],
    ['flip', 1, 'store blob'],
    ['truncate', 26, 'checkpoint'],
  ])('has its results after the fault %s %d (%s)', async (name, trial, row) => {
    const fault = faultKinds[name];
    const result = await tryFault(prepared, { name, fault }, { seed: 1, trial });
    expect(result).toMatchObject({ row, outcome: 'right' });
  });
});
