import { fittingBudgets } from './fitting-budgets';

it.each([
  [2, 10_000, [25, 50, 100, 200]],
  [25, 200, [25, 50, 100, 200]],
  [4, 191, [24, 48, 95, 190]],
  [4, 199, [24, 48, 95, 190]],
  [100, 8000, [100, 200, 400, 800]],
  [100, 799, [198, 395, 790]],
  [4, 12, [6, 12]],
  [4, 7, [4, 7]],
  [120, 127, [120, 127]],
  [2, 3, [2, 3]],
])('budgets for %i classes and %i labels double and fit', (least, most, scratch) => {
  expect(fittingBudgets({ least, most })).toEqual({ scratch, finetune: scratch.slice(0, -1) });
});

it('for any folder that has two budgets at all, budgets ascend from the number of classes to that of labels', () => {
  const wrong: string[] = [];
  for (let least = 2; least <= 256; least++) {
    for (let most = least + 1; most < 9 * least + 300; most++) {
      const { scratch, finetune } = fittingBudgets({ least, most });
      const ascend = scratch.every((n, at) => at === 0 || n > scratch[at - 1]!);
      const fit = scratch[0]! >= least && scratch.at(-1)! <= most;
      if (!ascend || !fit || finetune.length === 0)
        wrong.push(`${least} ${most}: ${scratch.join()}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('budgets are the usual ones where it is not known what fits, or where nothing does', () => {
  const usual = { scratch: [25, 50, 100, 200], finetune: [25, 50, 100] };
  expect(fittingBudgets()).toEqual(usual);
  expect(fittingBudgets({ least: 4, most: 4 })).toEqual(usual);
});
