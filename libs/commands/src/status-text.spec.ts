import { thisProcess } from '@nhat/live';
import type { RunState } from '@nhat/live';
import { statusOfNow, statusText } from './status-text';

const here = { host: 'host-0000', now: Date.parse('2026-01-01T12:05:00Z') };
const run = (more: Partial<RunState> = {}): RunState => ({
  ...{ ...thisProcess(here.host), id: '1', command: 'nx utility smoke', pipelines: ['smoke'] },
  ...{ since: '2026-01-01T12:00:00Z', updated: '2026-01-01T12:04:00Z' },
  ...{ total: 15, done: 9, restored: 3, failed: 0, secondsLeft: 100 },
  ...more,
});
const textOf = (one: RunState) => statusText(statusOfNow([one], [], here), here, 80);

it.each<[Partial<RunState>, RegExp]>([
  [{}, /^smoke · 9 of 15 done \(3 restored\) · about 1 min 40 s left\n/],
  [{ pid: 4_000_000 }, /done \(3 restored\) · ended without a word after .*same command goes on/],
  [{ ended: 'stopped' }, /· stopped at .*the same command goes on\n/],
  [{ ended: 'finished' }, /· finished at .*, took 4 min\n/],
  [{ host: 'host-1111' }, /ended without a word[^]*process \d+ on host-1111, since/],
])('says how a run stands: %j', (more, expected) => {
  expect(textOf(run(more))).toMatch(expected);
  expect(textOf(run(more))).toMatch(/\n {4}nx utility smoke, process \d+ on .*, since .*5:00 ago/);
});

it('says that nothing runs', () => {
  expect(statusText(statusOfNow([], [], here), here, 80)).toMatch(/^Nothing runs/);
});
