import type { EffectInterval, Overview } from '@nhat/claims';
import { oriented } from '@nhat/curves';
import { rounded } from './number-format';
import type { Panel, Report } from './report';

/** The numbers of one overview, a row each; utilities are log2(n̂/n), in doublings, and metrics have their own sign. Six digits. */
export interface OverviewRows {
  /** What its file is called after: `means`, `ranks`, … */
  name: string;
  rows: Record<string, string | number | boolean | null>[];
}

type RowsOf = (overview: Overview, panels: readonly Panel[]) => OverviewRows['rows'];

const means: RowsOf = ({ utilities }, panels) =>
  utilities.map(({ cell, method, kind, estimate, interval, budgets }) => ({
    ...{ ...placeOf(panels[cell]!), method, kind, doublings: rounded(estimate) },
    ...{ ...endsOf(interval), budgets: listed(budgets) },
  }));

const ranks: RowsOf = (overview, panels) =>
  overview.ranks.flatMap(({ tasks }) =>
    tasks.flatMap(({ cell, budgets, ranks: ranked }) =>
      ranked.map(({ arm, estimate, low, high, best, linear: linearRank, knn: knnRank }, at) => ({
        ...{ ...placeOf(panels[cell]!), method: arm, rank: at + 1, rankLow: low, rankHigh: high },
        ...{ best: rounded(best), doublings: rounded(estimate), linearRank, knnRank },
        budgets: listed(budgets),
      })),
    ),
  );

const networks: RowsOf = (overview, panels) =>
  overview.networks.flatMap(({ method, networks: all, differences }) =>
    differences.map(({ cell, budgets, interval }) => ({
      ...{ ...placeOf(panels[cell]!), method, smallest: panels[all[0]!.cell]!.backbone },
      ...{ doublings: rounded(interval?.estimate ?? null), ...endsOf(interval) },
      budgets: listed(budgets),
    })),
  );

const factors: RowsOf = (overview, panels) =>
  overview.factors.flatMap(({ factor, method, pairs }) =>
    pairs.flatMap((pair) =>
      (['atLabels', 'atAccuracy'] as const).flatMap((reading) => {
        const read = pair[reading];
        if (read === null) return [];
        const { backbone, task } = panels[pair.with]!;
        const [datasetOff, datasetOn] = pair.datasets;
        return {
          ...{ factor, backbone, task, method, reading, datasetOff, datasetOn },
          ...{ off: rounded(read.off), on: rounded(read.on) },
          ...{ difference: rounded(read.difference.estimate), ...endsOf(read.difference) },
          at: listed(read.at),
        };
      }),
    ),
  );

const freezing: RowsOf = (overview, panels) =>
  overview.freezing.flatMap(({ cell, method, depths }) =>
    depths.map(({ depth, estimate, low, high, seeds }) => ({
      ...{ ...placeOf(panels[cell]!), method, frozenStages: depth, loss: rounded(estimate) },
      ...{ low: rounded(low), high: rounded(high), seeds },
    })),
  );

const linear: RowsOf = (overview, panels) =>
  (overview.linear?.points ?? []).map(({ cell, method, n, linear: frozen, finetuned }) => ({
    ...{ ...placeOf(panels[cell]!), method, n },
    linear: metric(panels[cell]!, frozen),
    finetuned: metric(panels[cell]!, finetuned),
  }));

const fit: RowsOf = (overview, panels) =>
  overview.fit.map(({ cell, method, scratch, finetuned, narrowed, budgets }) => {
    const panel = panels[cell]!;
    return {
      ...{ ...placeOf(panel), method },
      ...{ scratchTrain: metric(panel, scratch.train), scratchTest: metric(panel, scratch.test) },
      finetunedTrain: metric(panel, finetuned.train),
      finetunedTest: metric(panel, finetuned.test),
      ...{ narrowed: rounded(narrowed.estimate), low: rounded(narrowed.low) },
      ...{ high: rounded(narrowed.high), seeds: narrowed.seeds, budgets: listed(budgets) },
    };
  });

/** By name of the file, in the order of the page. */
const overviews = { means, ranks, networks, factors, freezing, linear, fit };

/** The numbers behind every overview of the page, in the order of the page; only overviews that the report has. */
export const overviewRows = ({ overview, panels }: Report): OverviewRows[] =>
  overview === undefined
    ? []
    : Object.entries(overviews)
        .map(([name, rowsOf]) => ({ name, rows: rowsOf(overview, panels) }))
        .filter(({ rows }) => rows.length > 0);

/** In the sign of the metric. */
const metric = ({ scratch: { higherIsBetter } }: Panel, value: number): number =>
  rounded(oriented(value, higherIsBetter));

const placeOf = ({ dataset, backbone, task }: Panel) => ({ dataset, backbone, task });

const endsOf = (interval: EffectInterval | null) => ({
  low: rounded(interval?.low ?? null),
  high: rounded(interval?.high ?? null),
  thisNetworkOnly: interval?.thisNetworkOnly ?? null,
});

/** `50 100 200` */
const listed = (values: readonly number[]): string =>
  values.map((value) => rounded(value)).join(' ');
