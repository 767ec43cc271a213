import type { EffectInterval } from '@nhat/claims';
import { oriented } from '@nhat/curves';
import { rounded } from './number-format';
import type { Panel, Report } from './report';

/** The numbers of one overview, a row each; utilities are log2(n̂/n), in doublings, and metrics have their own sign. Six digits. */
export interface OverviewRows {
  /** What its file is called after: `means`, `ranks`, … */
  name: string;
  rows: Record<string, string | number | boolean | null>[];
}

/** The numbers behind every overview of the page, in the order of the page; only overviews that the report has. */
export function overviewRows({ overview, panels }: Report): OverviewRows[] {
  if (overview === undefined) return [];
  const place = (cell: number) => placeOf(panels[cell]!);
  const metric = (cell: number, value: number) =>
    rounded(oriented(value, panels[cell]!.scratch.higherIsBetter));
  const all: OverviewRows[] = [
    {
      name: 'means',
      rows: overview.utilities.map(({ cell, method, kind, estimate, interval, budgets }) => ({
        ...{ ...place(cell), method, kind, doublings: rounded(estimate) },
        ...{ ...endsOf(interval), budgets: listed(budgets) },
      })),
    },
    {
      name: 'ranks',
      rows: overview.ranks.flatMap(({ tasks }) =>
        tasks.flatMap(({ cell, budgets, ranks }) =>
          ranks.map(({ arm, estimate, low, high, best, linear, knn }, at) => ({
            ...{ ...place(cell), method: arm, rank: at + 1, rankLow: low, rankHigh: high },
            ...{ best: rounded(best), doublings: rounded(estimate), linearRank: linear },
            ...{ knnRank: knn, budgets: listed(budgets) },
          })),
        ),
      ),
    },
    {
      name: 'networks',
      rows: overview.networks.flatMap(({ method, networks, differences }) =>
        differences.map(({ cell, budgets, interval }) => ({
          ...{ ...place(cell), method, smallest: panels[networks[0]!.cell]!.backbone },
          ...{ doublings: rounded(interval?.estimate ?? null), ...endsOf(interval) },
          budgets: listed(budgets),
        })),
      ),
    },
    {
      name: 'factors',
      rows: overview.factors.flatMap(({ factor, method, pairs }) =>
        pairs.flatMap((pair) =>
          (['atLabels', 'atAccuracy'] as const).flatMap((reading) => {
            const read = pair[reading];
            if (read === null) return [];
            const { backbone, task } = place(pair.with);
            const [datasetOff, datasetOn] = pair.datasets;
            return {
              ...{ factor, backbone, task, method, reading, datasetOff, datasetOn },
              ...{ off: rounded(read.off), on: rounded(read.on) },
              ...{ difference: rounded(read.difference.estimate), ...endsOf(read.difference) },
              at: listed(read.at),
            };
          }),
        ),
      ),
    },
    {
      name: 'freezing',
      rows: overview.freezing.flatMap(({ cell, method, depths }) =>
        depths.map(({ depth, estimate, low, high, seeds }) => ({
          ...{ ...place(cell), method, frozenStages: depth, loss: rounded(estimate) },
          ...{ low: rounded(low), high: rounded(high), seeds },
        })),
      ),
    },
    {
      name: 'linear',
      rows: (overview.linear?.points ?? []).map(({ cell, method, n, linear, finetuned }) => ({
        ...{ ...place(cell), method, n },
        ...{ linear: metric(cell, linear), finetuned: metric(cell, finetuned) },
      })),
    },
    {
      name: 'fit',
      rows: overview.fit.map(({ cell, method, scratch, finetuned, narrowed, budgets }) => ({
        ...{ ...place(cell), method },
        ...{ scratchTrain: metric(cell, scratch.train), scratchTest: metric(cell, scratch.test) },
        finetunedTrain: metric(cell, finetuned.train),
        finetunedTest: metric(cell, finetuned.test),
        ...{ narrowed: rounded(narrowed.estimate), low: rounded(narrowed.low) },
        ...{ high: rounded(narrowed.high), seeds: narrowed.seeds, budgets: listed(budgets) },
      })),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

const placeOf = ({ dataset, backbone, task }: Panel) => ({ dataset, backbone, task });

const endsOf = (interval: EffectInterval | null) => ({
  low: rounded(interval?.low ?? null),
  high: rounded(interval?.high ?? null),
  thisNetworkOnly: interval?.thisNetworkOnly ?? null,
});

/** `50 100 200` */
const listed = (values: readonly number[]): string =>
  values.map((value) => rounded(value)).join(' ');
