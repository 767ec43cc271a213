import { frame, nodeLine, runLine, splitByWaiting } from './frame';
import type { NodeState } from './live-folder';

const NOW = Date.parse('2026-01-01T00:01:00Z');
const state = (node: string, more: Partial<NodeState> = {}): NodeState => ({
  ...{ node, stage: 'scratch', pid: 1, born: '', host: 'host-0000' },
  ...{ since: '2026-01-01T00:00:00Z', updated: '2026-01-01T00:00:59Z' },
  ...more,
});
const training = {
  ...{ done: 31, total: 50, imagesPerSecond: 890.4, secondsLeft: 40 },
  values: { accuracy: 0.5, loss: 0.314159 },
};
const counts = { title: 'smoke', total: 15, done: 9, restored: 3, failed: 0, running: 2 };

it('counts nodes that wait for a job apart from those that compute', () => {
  const split = splitByWaiting([{ waitsFor: 'job 3_0' }, {}, { waitsFor: 'job 3_1' }]);
  expect(split).toEqual({ running: 1, waiting: 2 });
  expect(runLine({ ...counts, ...split })).toContain(' · 1 running · 2 waiting');
});

it('says of the whole what is done, restored, failed, running and left', () => {
  expect(runLine({ ...counts, secondsLeft: 100 })).toBe(
    'smoke · 9 of 15 done (3 restored) · 2 running · about 1 min 40 s left',
  );
  expect(runLine({ ...counts, failed: 1, running: 0 })).toBe(
    'smoke · 9 of 15 done (3 restored) · 1 failed',
  );
});

it.each([80, 120])('says of a node how far it is, in %d columns', (columns) => {
  const name = 'scratch-shapes-tc-resnet9-classification-with-a-very-long-name-n100-s0';
  for (const more of [training, {}, { waitsFor: 'process 12345 on a machine with a long name' }]) {
    const line = nodeLine(state(`${name}-0123abcd`, more), columns, NOW);
    expect([...line].length).toBeLessThan(columns);
    expect(line).toMatch(/^ {2}scratch-shape.*n100-s0/);
    expect(line).not.toContain('0123abcd');
  }
  const line = nodeLine(state(name, training), columns, NOW);
  expect(line).toMatch(/ 62 % +loss 0\.314 +890 images\/s +0:40 left$/);
  expect(nodeLine(state(name), columns, NOW)).toMatch(/for 1:00$/);
});

it('has as many lines as there is room for', () => {
  const nodes = Array.from({ length: 30 }, (_, index) => state(`node-${index}`));
  const lines = frame(counts, nodes, { columns: 80, rows: 10, now: NOW });
  expect(lines).toHaveLength(8);
  expect(lines.at(-1)).toBe('  and 24 more');
  expect(frame(counts, nodes.slice(0, 2), { columns: 80, rows: 10, now: NOW })).toHaveLength(3);
});
