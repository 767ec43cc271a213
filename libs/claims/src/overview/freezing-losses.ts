import type { WeightedCell } from '@nhat/curves';
import { COVERAGE } from '../claim';
import { frozenArms, lossesOf, weightedCells } from '../frozen-arms';
import { intervalOf, meanOf, withTestImages } from '../mean-difference';
import type { DrawnCell } from './drawn-cells';

/** What frozen stages cost one method in one cell of the study. */
export interface FreezingLosses {
  /** The place of the cell in the study. */
  cell: number;
  method: string;
  /** Finetuned minus frozen, in the metric oriented so that higher is better: above 0 freezing costs. By ascending depth. */
  depths: readonly FreezingLoss[];
}

export interface FreezingLoss {
  /** Stages that stay as they were pretrained. */
  depth: number;
  estimate: number;
  /** Student-t over label seeds (over networks where several have several seeds each), paired: the network and the label list are the same. It holds the choice of test images where the runs kept their answers. Null with one value. */
  low: number | null;
  high: number | null;
  /** The values behind the interval, one a seed or a network. */
  seeds: number;
}

/** Every method with a depth of frozen stages beside its whole network finetuned. */
export const freezingLosses = (cells: readonly DrawnCell[]): FreezingLosses[] =>
  cells.flatMap(({ at, cell, methods }) =>
    methods.flatMap((method) => {
      const { finetuned, frozen } = frozenArms(cell, method);
      const depths = frozen.flatMap((arm): FreezingLoss[] => {
        const losses = lossesOf(finetuned, [arm]).map(([difference]) => -difference!);
        const means = weightedCells({ finetuned, frozen: [arm] }, [-1]);
        return losses.length === 0 ? [] : [{ depth: arm.depth, ...pairedMean(losses, means) }];
      });
      return depths.length === 0 ? [] : [{ cell: at, method, depths }];
    }),
  );

/** The mean of one value a seed, with its interval; `means`: the weighted sum of means that it is. */
export function pairedMean(
  values: readonly number[],
  means: readonly WeightedCell[],
): Omit<FreezingLoss, 'depth'> {
  const seeds = values.length;
  if (seeds === 1) return { estimate: values[0]!, low: null, high: null, seeds };
  const difference = withTestImages(meanOf(values), means);
  return { estimate: difference.estimate, ...intervalOf(difference, COVERAGE), seeds };
}
