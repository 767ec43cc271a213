import { makespan } from './makespan';

const node = (name: string, ...upstream: string[]) => ({ name, upstream });
const chain = [node('a'), node('b', 'a'), node('c'), node('d', 'b', 'c')];
const seconds = new Map(Object.entries({ a: 3, b: 4, c: 5, d: 1 }));

it('is the sum for one process, and at least the longest chain for many', () => {
  expect(makespan(chain, seconds, 1)).toBe(13);
  expect(makespan(chain, seconds, 2)).toBe(8);
  expect(makespan(chain, seconds, 9)).toBe(8);
});

it('takes no time for what is there', () => {
  expect(makespan(chain, new Map([['d', 2]]), 2)).toBe(2);
  expect(makespan(chain, new Map(), 2)).toBe(0);
  expect(makespan([node('d', 'not in the list')], new Map([['d', 2]]), 2)).toBe(2);
});

it('fills no process with parts of nodes', () => {
  const three = ['a', 'b', 'c'].map((name) => node(name));
  expect(makespan(three, new Map(three.map(({ name }) => [name, 10])), 2)).toBe(20);
});

it('starts with the nodes that run, although others have more behind them', () => {
  const nodes = [node('long'), node('behind', 'long'), node('running')];
  const left = new Map(Object.entries({ long: 10, behind: 10, running: 4 }));
  expect(makespan(nodes, left, 1, new Set(['running']))).toBe(24);
  expect(makespan(nodes, left, 2, new Set(['running']))).toBe(20);
});

it('takes a study of two thousand nodes', () => {
  const pretrain = Array.from({ length: 100 }, (_, at) => node(`p${at}`, 'images'));
  const finetune = Array.from({ length: 1900 }, (_, at) => node(`f${at}`, `p${at % 100}`));
  const nodes = [node('images'), ...pretrain, ...finetune];
  const each = new Map(nodes.map(({ name }) => [name, 1]));
  expect(makespan(nodes, each, 10)).toBe(1 + 10 + 190);
});
