import { differenceTerms, mean, sharedLevels, utilityAtAccuracy } from '@nhat/curves';
import type { ContrastTerm, DrawnUtility } from '@nhat/curves';
import { addedFactor } from '../added-factor';
import { commonReadings, comparedReadings, drawnGroups, intervalOfTerms } from './drawn-cells';
import type { DrawnCell, EffectInterval } from './drawn-cells';

/** What one factor of the images does to the utility of one method, over all pairs of datasets that differ by it alone. */
export interface FactorEffect {
  factor: string;
  method: string;
  backbone: string;
  task: string;
  pairs: readonly FactorPairEffect[];
  /** The mean over pairs of the difference with − without, in doublings; null where no pair can be compared. */
  atLabels: EffectInterval | null;
  /** The same where training from scratch is equally good. */
  atAccuracy: EffectInterval | null;
}

export interface FactorPairEffect {
  /** The places of the two cells in the study, and the names of their datasets. */
  without: number;
  with: number;
  datasets: readonly [off: string, on: string];
  atLabels: FactorReading | null;
  atAccuracy: FactorReading | null;
}

/** The mean of log2(n̂/n) without and with the factor, and the difference. */
export interface FactorReading {
  off: number;
  on: number;
  difference: EffectInterval;
  /** The budgets, or the metric of scratch, at which both are compared. */
  at: readonly number[];
}

/** Every factor, method, network and task with a pair of datasets. */
export const factorEffects = (cells: readonly DrawnCell[]): FactorEffect[] =>
  drawnGroups(cells, ['backbone', 'task']).flatMap((group) => {
    const pairs = group.flatMap((without) =>
      group.flatMap((one) => {
        const factor = addedFactor(without.cell.images, one.cell.images);
        return factor === undefined ? [] : [{ factor, without, with: one }];
      }),
    );
    const factors = [...new Set(pairs.map(({ factor }) => factor))];
    const methods = [...new Set(group.flatMap((drawn) => drawn.methods))];
    return factors.flatMap((factor) =>
      methods.flatMap((method): FactorEffect[] => {
        const own = pairs.filter(
          (pair) =>
            pair.factor === factor &&
            [pair.without, pair.with].every((drawn) => drawn.methods.includes(method)),
        );
        if (own.length === 0) return [];
        const { backbone, task } = group[0]!.cell;
        return [{ factor, method, backbone, task, ...overPairs(own, method) }];
      }),
    );
  });

interface Pair {
  without: DrawnCell;
  with: DrawnCell;
}

function overPairs(pairs: readonly Pair[], method: string) {
  const measured = pairs.map((pair) => ({
    pair,
    labels: labelPairs(pair, method),
    levels: levelPairs(pair, method),
  }));
  return {
    pairs: measured.map(({ pair, labels, levels }) => ({
      ...{ without: pair.without.at, with: pair.with.at },
      datasets: [pair.without.cell.dataset, pair.with.cell.dataset] as const,
      atLabels: reading(
        labels,
        labels.map(([{ n }]) => n),
      ),
      atAccuracy: reading(
        levels.map(({ utilities }) => utilities),
        levels.map(({ level }) => level),
      ),
    })),
    atLabels: meanOverPairs(measured.map(({ labels }) => labels)),
    atAccuracy: meanOverPairs(
      measured.map(({ levels }) => levels.map(({ utilities }) => utilities)),
    ),
  };
}

/** The utilities with and without the factor at equal numbers of labels, the former first. */
const labelPairs = (pair: Pair, method: string) =>
  commonReadings([pair.with, pair.without], method);

/** The same at equal metrics of scratch, where both can be read. */
function levelPairs(
  pair: Pair,
  method: string,
): { level: number; utilities: [DrawnUtility, DrawnUtility] }[] {
  const sides = [pair.with, pair.without].map((drawn) => ({
    draws: drawn.draws,
    budgets: comparedReadings(drawn, method).map(({ n }) => n),
  }));
  const usable = sides.flatMap(({ draws, budgets }) =>
    draws && budgets.length > 1 ? [{ draws, budgets, curve: draws.curve }] : [],
  );
  if (usable.length < 2) return [];
  return sharedLevels(usable).flatMap((level) => {
    const [on, off] = usable.map(({ draws, budgets }) =>
      utilityAtAccuracy(onlyBudgets(draws, method, budgets), method, level),
    );
    return on && off ? [{ level, utilities: [on, off] as [DrawnUtility, DrawnUtility] }] : [];
  });
}

type Draws = Exclude<DrawnCell['draws'], null>;

/** The draws with the utilities of one arm at some budgets alone. */
const onlyBudgets = (draws: Draws, method: string, budgets: readonly number[]): Draws => ({
  ...draws,
  arms: draws.arms
    .filter(({ name }) => name === method)
    .map((arm) => ({
      ...arm,
      utilities: arm.utilities.filter(({ n }) => budgets.includes(n)),
    })),
});

function reading(
  pairs: readonly [DrawnUtility, DrawnUtility][],
  at: readonly number[],
): FactorReading | null {
  if (pairs.length === 0) return null;
  return {
    on: mean(pairs.map(([{ estimate }]) => estimate)),
    off: mean(pairs.map(([, { estimate }]) => estimate)),
    difference: intervalOfTerms(differenceTerms(pairs)),
    at,
  };
}

/** The mean over the pairs that can be compared; each counts as much as another. */
function meanOverPairs(
  pairs: readonly (readonly [DrawnUtility, DrawnUtility][])[],
): EffectInterval | null {
  const usable = pairs.filter((list) => list.length > 0);
  if (usable.length === 0) return null;
  const terms = usable.flatMap((list): ContrastTerm[] =>
    differenceTerms(list).map(({ utility, weight }) => ({
      utility,
      weight: weight / usable.length,
    })),
  );
  return intervalOfTerms(terms);
}
