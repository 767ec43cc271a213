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

/** The second line of a run that runs, and of one that is over. */
const RUNS = /\n {4}nx utility smoke, process \d+ on this machine, since .*\(5:00 ago\)\n/;
const RAN = /\n {4}nx utility smoke, from \d\d:\d\d to \d\d:\d\d\n/;

it.each<[Partial<RunState>, RegExp, RegExp]>([
  [{}, /^smoke · 9 of 15 done \(3 restored\) · about 1 min 40 s left\n/, RUNS],
  [{ pid: 4_000_000 }, /· ended without a word after .*the same command goes on\n/, RAN],
  [{ ended: 'stopped' }, /· stopped at .*the same command goes on\n/, RAN],
  [{ ended: 'failed' }, /· failed at /, RAN],
  [{ ended: 'finished' }, /· finished at .*, took 4 min\n/, RAN],
  [{ host: 'host-1111' }, /ended without a word/, /\n {4}nx .* on host-1111, from \S+ to \S+\n/],
])('says how a run stands, and whose process it is as long as that lives: %j', (more, ...lines) => {
  for (const expected of lines) expect(textOf(run(more))).toMatch(expected);
});

it('gives the date of a run that ended before today', () => {
  const ended = {
    ended: 'finished',
    since: '2025-12-30T12:00:00Z',
    updated: '2025-12-30T12:04:00Z',
  };
  expect(textOf(run(ended as Partial<RunState>))).toMatch(
    /nx utility smoke, from 2025-12-3\d \d\d:\d\d to 2025-12-3\d \d\d:\d\d\n/,
  );
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
