import { planDiffText } from './plan-diff';
import type { PlanDiff } from './plan-diff';

const time = (likely: number) => ({ low: likely, likely, high: likely });
const counts = { shared: 0, added: 2, run: 2 };
const diff = (cost: Partial<PlanDiff['cost']>, run = 2): PlanDiff => ({
  ...{ pipeline: 'one', other: 'two', options: [], dropped: 0 },
  stages: [
    { stage: 'pretrain', ...counts, run },
    { stage: 'scratch', ...counts, run },
  ],
  cost: {
    ...{ sideBySide: 2, seconds: null, stages: {}, flop: 1, gpuSeconds: 1 },
    ...{ cluster: null, memoryMb: null, diskBytes: 0 },
    ...cost,
  },
});

it.each<[string, Partial<PlanDiff['cost']>]>([
  ['about 5 min here', { seconds: time(300) }],
  ['at least 5 min here', { stages: { pretrain: time(600), scratch: null } }],
  ['time here unknown', { stages: { pretrain: null, scratch: time(20) } }],
])('says %s, as a plan does', (text, cost) => {
  expect(planDiffText(diff(cost))).toMatch(
    `two shares 0 nodes with one and adds 4, of which 4 would run: ${text}\n`,
  );
});

it('states no time where nothing would run', () => {
  expect(planDiffText(diff({}, 0))).toMatch(/of which 0 would run: nothing to run\n/);
});

it('counts one node as one', () => {
  const one = { ...diff({}), dropped: 1 };
  one.stages = [{ stage: 'images', shared: 1, added: 0, run: 0 }];
  expect(planDiffText(one)).toMatch(/^two shares 1 node with one and .*\none alone has 1 node\n/);
});
