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

it('leaves stages out of the time left whose results were all found so far', () => {
  finishCurve('curve-earlier-00000000');
  const node = (name: string, stage: 'finetune' | 'curve' | 'spread', upstream: string[] = []) => ({
    ...{ name, stage, bundle: `bundle-${stage}`, upstream, record: '0'.repeat(64) },
  });
  const nodes = [
    ...[0, 1, 2].map((at) => node(`finetune-${at}-0000000${at}`, 'finetune')),
    ...[3, 4].map((at) => node(`curve-${at}-0000000${at}`, 'curve', ['finetune-0-00000000'])),
    node('spread-00000005', 'spread', ['curve-3-00000003', 'curve-4-00000004']),
  ];
  const observer = observeRun({
    ...{ root, nodes, parallel: 1, host: 'here', startedAt: Date.now() - 60_000 },
  });
  observer.evidence.note('curve-3-00000003', 'computed');
  const ofCurves = observer.look().counts.secondsLeft;
  // The other curve takes 30 seconds, as the one before; how long finetuning takes is not known.
  expect(ofCurves).toBeGreaterThan(25);
  expect(ofCurves).toBeLessThan(35);
  observer.evidence.note('finetune-1-00000001', 'computed');
  expect(observer.look().counts.secondsLeft).toBeUndefined();
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
