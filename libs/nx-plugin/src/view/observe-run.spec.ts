import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionKey } from '@nhat/artifacts';
import { thisProcess } from '@nhat/live';
import { writeNodeState } from '@nhat/live/live-folder';
import { writeArtifact } from '@nhat/runner/artifact-folder';
import { hostLabel } from '@nhat/runner/host-label';
import { observeRun } from './observe-run';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nhat-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A curve that took 30 seconds on this machine. */
function finishCurve(name: string): void {
  const ingredients = { code: 'c'.repeat(64), upstream: [] };
  const facts = { host: hostLabel(process.env), platform: 'p', nodeVersion: 'v', facts: {} };
  writeArtifact(
    root,
    { name, upstream: [] },
    {
      ...{ format: 1, node: name, stage: 'curve', config: {}, bundle: 'bundle-curve', ingredients },
      actionKey: actionKey('curve', {}, ingredients),
      outputs: { stage: 'curve', blobs: {}, scores: {} },
      ran: { ...facts, startedAt: new Date().toISOString(), seconds: 30 },
    },
  );
}

it('forecasts the time left only once a node runs, because a run may find all its results', () => {
  finishCurve('curve-earlier-00000000');
  const [found, next] = ['curve-a-0000000a', 'curve-b-0000000b'].map((name) => ({
    ...{ name, stage: 'curve' as const, bundle: 'bundle-curve', upstream: [] },
    record: '0'.repeat(64),
  }));
  const observer = observeRun({
    ...{ root, nodes: [found!, next!], parallel: 1, host: 'here' },
    startedAt: Date.now() - 60_000,
  });
  observer.evidence.note(found!.name, 'restored');
  expect(observer.look().counts).toMatchObject({ done: 1, restored: 1, secondsLeft: undefined });
  const now = new Date().toISOString();
  writeNodeState(root, {
    ...thisProcess('here'),
    ...{ node: next!.name, stage: 'curve', since: now, updated: now },
  });
  expect(observer.look().counts.secondsLeft).toBeGreaterThan(20);
});

it('counts the time of a node that was restored and is made again for a lost file', () => {
  finishCurve('curve-earlier-00000000');
  const node = (name: string, upstream: string[]) => ({
    ...{ name, upstream, stage: 'curve' as const, bundle: 'bundle-curve' },
    record: '0'.repeat(64),
  });
  const [maker, reader] = [
    node('curve-a-0000000a', []),
    node('curve-b-0000000b', ['curve-a-0000000a']),
  ];
  const observer = observeRun({
    ...{ root, nodes: [maker, reader], parallel: 2, host: 'here' },
    startedAt: Date.now() - 60_000,
  });
  observer.evidence.note(maker.name, 'restored');
  const now = new Date().toISOString();
  const state = { ...thisProcess('here'), stage: 'curve', since: now, updated: now };
  writeNodeState(root, { ...state, node: reader.name });
  const alone = observer.look().counts.secondsLeft!;
  const left = (secondsLeft: number) => {
    writeNodeState(root, { ...state, node: maker.name, secondsLeft });
    return observer.look();
  };
  expect(left(500).counts).toMatchObject({ done: 1, running: 2 });
  expect(left(500).counts.secondsLeft).toBeCloseTo(500 + alone, 3);
  expect(left(200).counts.secondsLeft).toBeCloseTo(200 + alone, 3);
  expect(left(200).nodes.map((one) => one.node)).toContain(maker.name);
});
