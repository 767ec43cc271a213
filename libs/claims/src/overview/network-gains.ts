import { differenceTerms } from '@nhat/curves';
import { commonReadings, drawnGroups, intervalOfTerms } from './drawn-cells';
import type { DrawnCell, EffectInterval } from './drawn-cells';

/** One method on one dataset and task with several networks. */
export interface NetworkGains {
  dataset: string;
  task: string;
  method: string;
  /** By ascending number of parameters; unknown ones come first. */
  networks: readonly { cell: number; backbone: string; parameters: number | null }[];
  /** What each network gains more than the first one: the mean of the differences of log2(n̂/n), in doublings. */
  differences: readonly {
    cell: number;
    /** The budgets at which both are compared. */
    budgets: readonly number[];
    /** Null where there is none, and where nothing ran twice. */
    interval: EffectInterval | null;
  }[];
}

/** Every method that two networks or more have on one dataset and task. */
export const networkGains = (cells: readonly DrawnCell[]): NetworkGains[] =>
  drawnGroups(cells, ['dataset', 'task']).flatMap((group) => {
    const sorted = [...group].sort((a, b) => (a.cell.parameters ?? 0) - (b.cell.parameters ?? 0));
    const methods = [...new Set(sorted.flatMap((drawn) => drawn.methods))];
    return methods.flatMap((method) => {
      const having = sorted.filter((drawn) => drawn.methods.includes(method));
      return having.length > 1 ? [gains(having, method)] : [];
    });
  });

function gains(cells: readonly DrawnCell[], method: string): NetworkGains {
  const [first, ...others] = cells as [DrawnCell, ...DrawnCell[]];
  const { dataset, task } = first.cell;
  return {
    ...{ dataset, task, method },
    networks: cells.map(({ at, cell: { backbone, parameters } }) => ({
      ...{ cell: at, backbone, parameters },
    })),
    differences: others.map((other) => {
      const pairs = commonReadings([other, first], method);
      const interval = pairs.length === 0 ? null : intervalOfTerms(differenceTerms(pairs));
      return { cell: other.at, budgets: pairs.map(([{ n }]) => n), interval };
    }),
  };
}
