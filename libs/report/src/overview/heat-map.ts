import type { MeanUtility } from '@nhat/claims';
import { unique } from '../naming';
import type { Panel, Report } from '../report';

/** Mean utilities of all methods on all datasets: a row for each dataset and network, a group of columns for each task. */
export interface HeatMap {
  /** The columns: each task with the methods that were measured in it somewhere. */
  tasks: readonly { task: string; methods: readonly string[] }[];
  rows: readonly HeatMapRow[];
}

export interface HeatMapRow {
  dataset: string;
  /** Empty where all rows have the same one. */
  backbone: string;
  /** One for each column. */
  cells: readonly HeatMapCell[];
}

export interface HeatMapCell {
  task: string;
  method: string;
  /** Undefined where it was not measured. */
  measured: { utility: MeanUtility; panel: Panel } | undefined;
}

/** The heat map of a report; undefined without an overview, or where no method was finetuned as a whole. */
export function heatMapOf({ panels, overview }: Report): HeatMap | undefined {
  const measured = (overview?.utilities ?? []).flatMap((utility) => {
    const panel = panels[utility.cell];
    return panel ? [{ utility, panel }] : [];
  });
  if (measured.length === 0) return undefined;
  const methods = unique(measured.map(({ utility }) => utility.method));
  const tasks = unique(measured.map(({ panel }) => panel.task)).map((task) => ({
    task,
    methods: methods.filter((method) =>
      measured.some(({ panel, utility }) => panel.task === task && utility.method === method),
    ),
  }));
  const backbones = unique(measured.map(({ panel }) => panel.backbone));
  const places = unique(
    measured.map(({ panel: { dataset, backbone } }) => JSON.stringify([dataset, backbone])),
  ).map((text) => JSON.parse(text) as [string, string]);
  return {
    tasks,
    rows: places.map(([dataset, backbone]) => ({
      dataset,
      backbone: backbones.length > 1 ? backbone : '',
      cells: tasks.flatMap(({ task, methods: own }) =>
        own.map((method) => ({
          ...{ task, method },
          measured: measured.find(
            ({ panel, utility }) =>
              panel.dataset === dataset &&
              panel.backbone === backbone &&
              panel.task === task &&
              utility.method === method,
          ),
        })),
      ),
    })),
  };
}
