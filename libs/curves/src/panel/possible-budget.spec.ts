import { possibleBudget } from './possible-budget';

const tens = { step: 10, least: 10, most: 400 };
const any = { step: 1, least: 10, most: 400 };
const found = (n: number, budgets: number[], possible = tens) =>
  possibleBudget({ n }, budgets, possible)?.n ?? null;

it('is the nearest one between the same neighbours', () => {
  const budgets = [25, 50, 200];
  expect([42, 94, 96, 100, 119].map((n) => found(n, budgets))).toEqual([40, 90, 100, 100, 120]);
  expect([94, 119].map((n) => found(n, budgets, any))).toEqual([94, 119]);
});

it('is below the smallest budget and above the largest one where the suggested one is', () => {
  expect([found(13, [25, 50]), found(100, [25, 50])]).toEqual([10, 100]);
  expect(found(25, [50, 100])).toBe(30);
});

it('is none where no possible budget lies between the neighbours', () => {
  expect(found(5, [10, 20])).toBeNull();
  expect(found(14, [10, 20])).toBeNull();
  expect(found(8, [15, 30], any)).toBe(10);
  expect(found(6, [11, 22], any)).toBeNull();
});

it('is none where the only possible one is as good as a neighbour', () => {
  expect(found(15, [10, 21])).toBeNull();
  expect(found(15, [10, 25])).toBe(20);
});

it('needs no more labels than there are', () => {
  expect([found(400, [100, 200]), found(800, [200, 300]), found(800, [200, 390])]).toEqual([
    400,
    400,
    null,
  ]);
  expect(found(800, [200, 300], { ...tens, most: 395 })).toBe(390);
});

it('keeps what is known of the suggestion, and repeats no budget', () => {
  const suggested = { n: 42, reason: 'distant', narrowing: 0.5 };
  expect(possibleBudget(suggested, [25, 100], tens)).toEqual({ ...suggested, n: 40 });
  expect(found(50, [25, 50, 100])).toBeNull();
});
