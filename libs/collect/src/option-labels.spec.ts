import { facetsOf, optionLabels } from './option-labels';
import type { Choice } from './option-labels';

const choice = (name: string, settings: object, within?: string): Choice => ({
  name,
  facets: facetsOf(settings as never, within),
});
const labels = (choices: Choice[]) => choices.map(optionLabels(choices));

it('contains only the settings that differ', () => {
  const choices = [choice('a', { x: 1, y: 2 }), choice('a', { x: 1, y: 3 }), choice('b', { x: 1 })];
  expect(labels(choices)).toEqual(['a (y 2)', 'a (y 3)', 'b']);
});

it('contains differences in lists, in null and in settings that only one choice has', () => {
  const lists = [choice('a', { list: [1, 2] }), choice('a', { list: [1, 3] })];
  expect(labels(lists)).toEqual(['a (list [1,2])', 'a (list [1,3])']);
  const withNull = [choice('a', { x: null }), choice('a', { x: 1 }), choice('a', {})];
  expect(new Set(labels(withNull)).size).toBe(3);
});

it('compares settings only within the same group, and names them only where they differ', () => {
  const apart = [choice('a', { steps: 10 }, 'here'), choice('a', { steps: 20 }, 'there')];
  expect(labels(apart)).toEqual(['a', 'a']);
  const together = [...apart, choice('a', { steps: 30 }, 'here')];
  expect(labels(together)).toEqual(['a (steps 10)', 'a', 'a (steps 30)']);
});

it('treats names of inherited object properties like any other', () => {
  const choices = [choice('constructor', { toString: 1 }), choice('constructor', { toString: 2 })];
  expect(labels(choices)).toEqual(['constructor (toString 1)', 'constructor (toString 2)']);
});
