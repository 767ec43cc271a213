import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { KeptResult } from '@nhat/report';
import { historyFolder, historyNames, keepResult, latestKept, readKept } from './result-history';

const result = (at: number, utility: number): KeptResult => ({
  ...{ format: 1, pipeline: 'study', date: new Date(1e12 + 1000 * at).toISOString() },
  ...{ commit: null, changed: false, coverage: 0.95, options: { seeds: [0] } },
  panels: [
    {
      ...{ dataset: 'd', backbone: 'b', backboneOptions: {}, task: 't', metric: 'accuracy' },
      ...{ higherIsBetter: true, scratch: [] },
      arms: [
        {
          ...{ method: 'rotation', evaluation: 'finetune', runs: [] },
          utilities: [{ n: 50, kind: 'number', status: 'exact', utility }],
        },
      ],
    },
  ],
});
const utilityOf = (kept: KeptResult | undefined) => kept?.panels[0]!.arms[0]!.utilities[0]!.utility;

describe('the kept results of a pipeline', () => {
  it('grow only when the result changes, and the latest comes first', () => {
    const root = temporaryFolder('history');
    expect(latestKept(root, 'study')).toBeUndefined();
    for (const [at, utility] of [1, 1, 2, 2, 1].entries()) keepResult(root, result(at, utility));
    expect(historyNames(root, 'study')).toHaveLength(3);
    expect(utilityOf(latestKept(root, 'study')!.result)).toBe(1);
    expect(utilityOf(latestKept(root, 'study', (one) => utilityOf(one) !== 1)?.result)).toBe(2);
  });

  it('are at most 20, the oldest ones going first', () => {
    const root = temporaryFolder('history');
    for (let at = 0; at < 23; at++) keepResult(root, result(at, at));
    const names = historyNames(root, 'study');
    expect(names).toHaveLength(20);
    expect(utilityOf(readKept(root, 'study', names[0]!))).toBe(3);
  });

  it('are in the order in which they were kept, also after the clock was a year ahead', () => {
    const root = temporaryFolder('history');
    const year = 365 * 24 * 3600;
    for (let at = 0; at < 20; at++) keepResult(root, result(year + at, at));
    for (const utility of [30, 31]) {
      keepResult(root, result(100 + utility, utility));
      const latest = latestKept(root, 'study')!;
      expect(utilityOf(latest.result)).toBe(utility);
      // The name alone is later than the clock.
      expect(latest.result.date).toBe(result(100 + utility, utility).date);
    }
    const names = historyNames(root, 'study');
    expect(names.map((name) => utilityOf(readKept(root, 'study', name)))).toEqual([
      ...Array.from({ length: 18 }, (_, at) => at + 2),
      ...[30, 31],
    ]);
  });

  it('are passed over where they are damaged', () => {
    const root = temporaryFolder('history');
    [1, 2].forEach((utility) => keepResult(root, result(utility, utility)));
    const file = join(historyFolder(root, 'study'), historyNames(root, 'study')[1]!);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"utility":2', '"utility":3'));
    expect(utilityOf(latestKept(root, 'study')!.result)).toBe(1);
    for (const text of ['', '{', 'null', '[]', '{"digest":"x","result":null}']) {
      writeFileSync(file, text);
      expect(utilityOf(latestKept(root, 'study')!.result)).toBe(1);
    }
  });
});
