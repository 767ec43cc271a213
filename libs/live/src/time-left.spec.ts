import { speedsOf, timeLeft } from './time-left';
import type { TimedNode } from './time-left';

const node = (name: string, upstream: string[] = [], work = 10): TimedNode => ({
  ...{ name, stage: 'scratch', upstream, work },
  kinds: ['exact', 'stage scratch'],
});
const speeds = speedsOf([
  { kinds: ['exact', 'stage scratch'], work: 10, seconds: 10 },
  { kinds: ['exact', 'stage scratch'], work: 10, seconds: 20 },
  { kinds: ['other', 'stage scratch'], work: 1, seconds: 100 },
]);
const left = (nodes: TimedNode[], parallel: number, running: [string, number][] = []) =>
  timeLeft({ nodes, parallel, running: new Map(running), speeds });

it('divides the work among the nodes side by side', () => {
  expect(left([node('a'), node('b')], 1)).toBe(30);
  expect(left([node('a'), node('b')], 2)).toBe(15);
});

it('is at least the longest chain', () => {
  expect(left([node('a'), node('b', ['a']), node('c', ['b'])], 8)).toBe(45);
});

it('takes the word of a node that runs', () => {
  expect(left([node('a'), node('b', ['a'])], 8, [['a', 2]])).toBe(17);
});

it('goes by the stage where nothing closer is known, and is unknown where nothing is', () => {
  const far = { ...node('a', [], 2), kinds: ['new', 'stage scratch'] };
  expect(left([far], 1)).toBe(4);
  expect(left([node('b'), { ...far, kinds: ['new', 'stage new'] }], 1)).toBeUndefined();
  expect(left([], 1)).toBe(0);
});
