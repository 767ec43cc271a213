import { thisProcess } from '@nhat/live';
import type { NodeState, RunState, Silence } from '@nhat/live';
import { statusOfNow, statusText } from './status-text';

const here = { host: 'host-0000', now: Date.parse('2026-01-01T12:05:00Z') };
const run = (more: Partial<RunState> = {}): RunState => ({
  ...{ ...thisProcess(here.host), id: '1', command: 'nx utility smoke', pipelines: ['smoke'] },
  ...{ since: '2026-01-01T12:00:00Z', updated: '2026-01-01T12:04:00Z' },
  ...{ total: 15, done: 9, restored: 3, failed: 0, secondsLeft: 100 },
  ...more,
});
const textOf = (one: RunState, silences: Silence[] = []) =>
  statusText(statusOfNow([one], [], silences, here), here, 80);

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

it('says which run waits for an answer of the cluster, since when and why', () => {
  const silence = {
    ...{ ...thisProcess(here.host), run: '1', reason: 'squeue gave no answer (no route)' },
    ...{ since: '2026-01-01T12:02:00Z', updated: '2026-01-01T12:04:50Z', isOver: false },
  };
  const waits = /\n {4}waits since \S+ \(3:00 ago\): squeue gave no answer \(no route\)\n/;
  expect(textOf(run(), [silence])).toMatch(waits);
  for (const other of [{ isOver: true }, { run: '2' }])
    expect(textOf(run(), [{ ...silence, ...other }])).not.toContain('squeue');
  expect(textOf(run({ ended: 'stopped' }), [silence])).not.toContain('squeue');
});

it('prints once what several nodes failed with', () => {
  const failed = (node: string, what: string): NodeState => ({
    ...{ ...thisProcess(here.host), node, stage: 'scratch', since: '2026-01-01T12:00:00Z' },
    ...{ updated: '2026-01-01T12:04:00Z', failure: `${node}: ${what}` },
  });
  const nodes = [
    failed('a-1', 'was refused'),
    failed('b-2', 'broke'),
    failed('c-3', 'was refused'),
  ];
  const lines = statusText(statusOfNow([], nodes, [], here), here, 80).split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}a-1 failed at .*: a-1: was refused$/),
    '  1 more failed with the same message: c-3',
    expect.stringMatching(/^ {2}b-2 failed at .*: b-2: broke$/),
    '',
  ]);
});

it('says that nothing runs', () => {
  expect(statusText(statusOfNow([], [], [], here), here, 80)).toMatch(/^Nothing runs/);
});
