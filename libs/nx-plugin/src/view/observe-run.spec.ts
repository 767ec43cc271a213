import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisProcess } from '@nhat/live';
import { writeNodeState } from '@nhat/live/live-folder';
import { observeRun } from './observe-run';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nhat-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('forecasts the time left only once a node runs, because a run may find all its results', () => {
  const node = (name: string, upstream: string[]) => ({
    ...{ name, stage: 'scratch' as const, bundle: 'bundle-scratch', upstream },
    record: '0'.repeat(64),
  });
  const observer = observeRun({
    ...{ root, nodes: [node('a', []), node('b', [])], parallel: 1, host: 'here' },
    startedAt: Date.now() - 60_000,
  });
  observer.evidence.note('a', 'restored');
  expect(observer.look().counts).toMatchObject({ done: 1, restored: 1, secondsLeft: undefined });
  const now = new Date().toISOString();
  writeNodeState(root, {
    ...thisProcess('here'),
    ...{ node: 'b', stage: 'scratch', since: now, updated: now, secondsLeft: 40 },
  });
  expect(observer.look().counts.secondsLeft).toBeGreaterThan(30);
});
