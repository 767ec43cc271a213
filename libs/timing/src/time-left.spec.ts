import { speedsOf } from './expected-time';
import { timeLeft } from './time-left';
import type { TimedNode } from './time-left';
import type { Workload } from './workload';

const workload = (work: number, network: string, stage = 'training'): Workload => ({
  work,
  shared: [
    { likeness: 'network', value: network },
    { likeness: 'stage', value: stage },
  ],
});
const node = (name: string, upstream: string[] = [], work = 10): TimedNode => ({
  ...{ name, upstream },
  workload: workload(work, 'known'),
});
const speeds = speedsOf(
  [
    { workload: workload(10, 'known'), seconds: 10 },
    { workload: workload(10, 'known'), seconds: 20 },
    { workload: workload(1, 'other'), seconds: 100 },
  ].map((timing) => ({ ...timing, workSeconds: timing.seconds })),
);
/** Seconds in which Nx starts a node, which each node costs. */
const START = 0.15;
const left = (nodes: TimedNode[], parallel: number, running: [string, number][] = []) =>
  timeLeft({ nodes, parallel, running: new Map(running), speeds });

it('divides the work among the nodes side by side', () => {
  expect(left([node('a'), node('b')], 1)).toBeCloseTo(30 + 2 * START);
  expect(left([node('a'), node('b')], 2)).toBeCloseTo(15 + START);
});

it('is at least the longest chain', () => {
  expect(left([node('a'), node('b', ['a']), node('c', ['b'])], 8)).toBeCloseTo(45 + 3 * START);
});

it('takes the word of a node that runs', () => {
  expect(left([node('a'), node('b', ['a'])], 8, [['a', 2]])).toBeCloseTo(17 + START);
});

it('goes by the stage where nothing closer is known, and is unknown where nothing is', () => {
  const far = { ...node('a'), workload: workload(2, 'new') };
  expect(left([far], 1)).toBeCloseTo(4 + START);
  const unknown = { ...far, workload: workload(2, 'new', 'images') };
  expect(left([node('b'), unknown], 1)).toBeUndefined();
  expect(left([], 1)).toBe(0);
});
