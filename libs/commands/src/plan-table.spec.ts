import type { Forecast } from './node-forecast';
import type { PlanCost } from './plan-cost';
import { planTable } from './plan-table';
import { rangeText, shortTime } from './plan-times';

const node = (name: string, status: Forecast['status'], reason?: Forecast['reason']): Forecast => ({
  ...{ name, stage: name.split('-')[0] as Forecast['stage'], status },
  ...(reason && { reason }),
});
const seconds = { low: 200, likely: 240, high: 300 };
const cost: PlanCost = {
  ...{ sideBySide: 2, seconds, stages: { pretrain: seconds }, flop: 4e13 },
  ...{ gpuSeconds: 1, memoryMb: 600, diskBytes: 70e6, cluster: null },
};
const words = ['the learning rate of pretraining with rotation changed: 0.001 → 0.003'];
const nodes = [
  node('images-a', 'ready'),
  node('pretrain-a', 'run', { kind: 'configuration changed', details: ['x'], words }),
  node('pretrain-b', 'run', { kind: 'configuration changed', details: ['x'], words }),
  node('finetune-a', 'depends', { kind: 'upstream runs', details: ['pretrain-a'] }),
];

describe('a plan for readers', () => {
  const text = planTable('study', nodes, cost);

  it('counts by stage what runs, what depends and what is restored', () => {
    expect(text).toMatch(/^study: 3 of 4 nodes will run\n1 of them only if .*another result\n/);
    expect(text).toMatch(/^ {2}images +0 +0 +1 +–$/m);
    expect(text).toMatch(/^ {2}pretrain +2 +0 +0 +4 min$/m);
    expect(text).toMatch(/^ {2}finetune +0 +1 +0 /m);
  });

  it('gives a cause once, for all nodes that have it, and no names', () => {
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain(`pretrain ${words[0]} (2)`);
    expect(flat).toContain('finetune after pretrain, which runs');
    expect(text).not.toContain('pretrain-a');
  });

  it('calls no file lost that a pack never had', () => {
    const lost = node('pretrain-c', 'run', { kind: 'files lost', details: ['weights'] });
    expect(planTable('study', [lost], cost).replace(/\s+/g, ' ')).toContain(
      'pretrain files of its result are not in the store (packs leave them out), or damaged there (weights)',
    );
  });

  it('separates its columns when a time has two units', () => {
    const long = { low: 3e4, likely: 33_600, high: 4e4 };
    const table = planTable('study', nodes, { ...cost, stages: { pretrain: long } });
    expect(table).toMatch(/^ {2}pretrain +2 +0 +0 +9 h 20 min$/m);
  });

  it('estimates a long run on a cluster, too', () => {
    const cluster = { processHours: 12_345.6, seconds: 5 * 86_400, gpuSeconds: 3 * 3600 };
    const table = planTable('study', nodes, { ...cost, cluster });
    expect(table).toContain('about 12,000 hours of processes');
    expect(table).toMatch(/100 processes side by side: 5 days/);
    expect(table).toMatch(/16 such GPUs side by side.*: 3 h$/m);
    expect(table.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).not.toContain('cluster');
    const large = planTable('study', nodes, { ...cost, diskBytes: 123e9 });
    expect(large).toContain('disk: about 123 GB of images');
    const small = planTable('study', nodes, { ...cost, diskBytes: 2e5 });
    expect(small).toContain('disk: less than 1 MB of images');
  });

  it('names the nodes with --all', () => {
    expect(planTable('study', nodes, cost, { all: true })).toMatch(
      /^ {2}pretrain-a +the learning/m,
    );
  });

  it('fits into 80 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('never says that something changed before the first run', () => {
    const first = nodes.map(({ reason: _, ...one }) =>
      one.status === 'ready'
        ? one
        : { ...one, reason: { kind: 'no result yet' as const, details: [] } },
    );
    const fresh = planTable(
      'study',
      first,
      { ...cost, seconds: null, stages: {} },
      { first: true },
    );
    expect(fresh).toContain('no finished run yet');
    expect(fresh).toContain('time here: unknown');
    expect(fresh).not.toContain('changed');
  });

  it('does not call a time unknown of which the table shows a part', () => {
    const stages = { pretrain: seconds, finetune: null };
    const part = planTable('study', nodes, { ...cost, seconds: null, stages });
    expect(part.replace(/\s+/g, ' ')).toMatch(
      /time here: at least 2 min, 2 side by side; .*finetune/,
    );
    expect(part.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('has one sentence where nothing runs', () => {
    const ready = [node('images-a', 'ready')];
    expect(planTable('study', ready, { ...cost, flop: 0 })).toBe(
      'study: nothing to run, all 1 results are there\n',
    );
  });
});

describe('an estimated time', () => {
  it.each([
    [0.2, '< 1 s'],
    [42, '42 s'],
    [250, '4 min'],
    [7800, '2 h 10 min'],
    [40 * 3600, '40 h'],
    [100 * 86400, '100 days'],
    [2000 * 86400, '5 years'],
  ])('of %d seconds is %s', (time, expected) => {
    expect(shortTime(time)).toBe(expected);
  });

  it('is a range where little is known', () => {
    expect(rangeText({ low: 200, likely: 240, high: 300 })).toBe('about 4 min');
    expect(rangeText({ low: 0.2, likely: 0.4, high: 0.9 })).toBe('less than 1 s');
    expect(rangeText({ low: 0.6, likely: 1.2, high: 2.4 })).toBe('up to 2 s');
    expect(rangeText({ low: 120, likely: 240, high: 480 })).toBe('2 to 8 min');
    expect(rangeText({ low: 60, likely: 240, high: 960 })).toBe('60 s to 16 min');
    expect(rangeText({ low: 2100, likely: 7500, high: 15_000 })).toBe('35 min to 4 h 10 min');
  });
});
